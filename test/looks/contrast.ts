/** Red, green and blue of 0 to 255, and the opacity of 0 to 1. */
type Colour = readonly [red: number, green: number, blue: number, alpha: number]

/** A text or bar, and its contrast with what is behind it. */
export interface Contrast {
  of: string
  ratio: number
}

/** Measures each text of the components against every colour that may be behind it. */
export function textContrasts(root: Element): Contrast[] {
  const contrasts: Contrast[] = []
  for (const { text, element } of visibleTexts(root)) {
    if (element.closest('[aria-disabled=true], :disabled, option')) continue
    const colour = parse(getComputedStyle(element).color)
    const ratios = behindText(element).map((behind) => ratioOf(over(colour, behind), behind))
    contrasts.push({
      of: `'${text.data.trim().slice(0, 40)}' in ${nameOf(element)}`,
      ratio: Math.min(...ratios),
    })
  }
  return contrasts
}

/** With forced colours, browsers put a plate of the colour `Canvas` behind each line of text that does not opt out. */
const behindText = (element: Element): Colour[] =>
  matchMedia('(forced-colors: active)').matches && getComputedStyle(element).forcedColorAdjust !== 'none'
    ? [parse('Canvas')]
    : backdropsOf(element)

/** Measures the filled part of each bar and ring against the rest of it. */
export function barContrasts(root: Element): Contrast[] {
  const tracks = [...root.querySelectorAll('.video-task-progress-track')].filter(isVisible)
  return tracks.map((track) => {
    const { backgroundColor, backgroundImage } = getComputedStyle(track)
    const fill = track.firstElementChild
    const isRing = backgroundImage !== 'none'
    const [ringFill, ringRest] = coloursIn(backgroundImage)
    const [filled, rest] = isRing
      ? [ringFill, ringRest]
      : [fill ? parse(getComputedStyle(fill).backgroundColor) : undefined, parse(backgroundColor)]
    if (!filled || !rest) throw new Error(`A bar has no colours: ${backgroundImage}.`)
    const ratios = backdropsOf(track.parentElement).map((behind) => {
      const track = over(rest, behind)
      return ratioOf(over(filled, track), track)
    })
    const state = track.closest('[data-status]')?.getAttribute('data-status') ?? ''
    return { of: `the ${state} ${isRing ? 'ring' : 'bar'}`, ratio: Math.min(...ratios) }
  })
}

/** Measures the ground of each button that is pressed against what is behind the button. */
export function pressedContrasts(root: Element): Contrast[] {
  const pressed = [...root.querySelectorAll('.video-task-action[aria-pressed=true]')].filter(isVisible)
  return pressed.map((button) => {
    const ground = parse(getComputedStyle(button).backgroundColor)
    const ratios = backdropsOf(button.parentElement).map((behind) => ratioOf(over(ground, behind), behind))
    return { of: `the pressed ${nameOf(button)}`, ratio: Math.min(...ratios) }
  })
}

/** The texts of the components that a person can see. */
export function visibleTexts(root: Element): { text: Text; element: Element }[] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  const texts: { text: Text; element: Element }[] = []
  while (walker.nextNode()) {
    const text = walker.currentNode
    const element = text.parentElement
    if (!(text instanceof Text) || !element || !text.data.trim()) continue
    if (element.closest('[class*=video-task]') && isVisible(element)) texts.push({ text, element })
  }
  return texts
}

/** Whether an element is shown, and not to screen readers alone. */
function isVisible(element: Element): boolean {
  if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false
  const { width, height } = element.getBoundingClientRect()
  return width > 1 && height > 1
}

const nameOf = (element: Element) =>
  `${element.localName}${[...element.classList].map((name) => `.${name}`).join('')}`

/** A blurred picture, any colour of it as faint as its opacity. */
const BACKDROP = '.video-task-backdrop'

const [BLACK, WHITE]: [Colour, Colour] = [
  [0, 0, 0, 1],
  [255, 255, 255, 1],
]

/**
 * Every colour that may be behind the content of an element: one for each end of a gradient, any in a picture. Of several
 * gradients each is taken alone: those of a well lie in opposite corners.
 */
function backdropsOf(element: Element | null): Colour[] {
  if (!element) return [parse('Canvas')]
  const { backgroundColor, backgroundImage } = getComputedStyle(element)
  const own = parse(backgroundColor)
  const plain = own[3] === 1 ? [own] : backdropsOf(element.parentElement).map((colour) => over(own, colour))
  const ends = backgroundImage === 'none' ? [] : coloursIn(backgroundImage)
  const behind = [...plain, ...ends.flatMap((end) => plain.map((colour) => over(end, colour)))]
  const hasPicture = element.matches('.video-task-well, .video-task-stage, .video-task-reference-well')
  if (
    hasPicture &&
    element.querySelector(`video[src], video[poster], img:not(${BACKDROP}), canvas.video-task-poster`)
  )
    behind.push(BLACK, WHITE)
  const backdrop = element.querySelector(`:scope > ${BACKDROP}`)
  const opacity = backdrop && isVisible(backdrop) ? Number(getComputedStyle(backdrop).opacity) : 0
  for (const [red, green, blue] of opacity > 0 ? [BLACK, WHITE] : [])
    behind.push(...plain.map((colour) => over([red, green, blue, opacity], colour)))
  return behind
}

/** The colours that a computed gradient names. */
const coloursIn = (gradient: string): Colour[] =>
  [...gradient.matchAll(/\b(?:rgba?|oklab|oklch|color|lab|lch)\([^()]*\)/g)].map(([colour]) => parse(colour))

const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })

/** Reads any colour of CSS as the screen shows it. */
function parse(colour: string): Colour {
  if (!canvas) throw new Error('There is no canvas.')
  canvas.clearRect(0, 0, 1, 1)
  canvas.fillStyle = colour === 'Canvas' ? canvasColour() : colour
  canvas.fillRect(0, 0, 1, 1)
  const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data
  return [red, green, blue, alpha / 255]
}

/** The colour of the page under everything, which follows scheme and forced colours. */
function canvasColour(): string {
  const probe = document.body.appendChild(document.createElement('i'))
  probe.style.backgroundColor = 'Canvas'
  const { backgroundColor } = getComputedStyle(probe)
  probe.remove()
  return backgroundColor
}

/** A colour painted over an opaque one. */
function over([red, green, blue, alpha]: Colour, [r, g, b]: Colour): Colour {
  const mix = (top: number, bottom: number) => top * alpha + bottom * (1 - alpha)
  return [mix(red, r), mix(green, g), mix(blue, b), 1]
}

/** The contrast of two opaque colours, as WCAG 2 defines it: 1 to 21. */
function ratioOf(one: Colour, other: Colour): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

function luminance([red, green, blue]: Colour): number {
  const linear = (channel: number) => {
    const value = channel / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}
