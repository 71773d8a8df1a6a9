import { visibleTexts } from './contrast.js'

/** How far a page scrolls sideways, in px. */
export const sidewaysScroll = () =>
  document.documentElement.scrollWidth - document.documentElement.clientWidth

/** Doubles every text of the components, as a browser does that zooms text only. Returns what undoes it. */
export function doubleTexts(root: Element): () => void {
  const elements = [
    ...root.querySelectorAll<HTMLElement>('[class*=video-task], [class*=video-task] :not(svg *)'),
  ]
  const before = elements.map((element) => {
    const { fontSize, lineHeight } = getComputedStyle(element)
    return { element, style: element.style.cssText, fontSize, lineHeight }
  })
  for (const { element, fontSize, lineHeight } of before) {
    element.style.setProperty('font-size', `${2 * parseFloat(fontSize)}px`, 'important')
    if (lineHeight !== 'normal')
      element.style.setProperty('line-height', `${2 * parseFloat(lineHeight)}px`, 'important')
  }
  return () => {
    for (const { element, style } of before) element.style.cssText = style
  }
}

/** The texts of which a line is cut off at its top or bottom, where no scroll reveals it. */
export function cutTexts(root: Element): string[] {
  const cut: string[] = []
  for (const { text, element } of visibleTexts(root)) {
    const range = document.createRange()
    range.selectNodeContents(text)
    const { top, bottom } = range.getBoundingClientRect()
    for (let box: Element | null = element; box && box !== root; box = box.parentElement) {
      const { overflowY } = getComputedStyle(box)
      if (overflowY === 'auto' || overflowY === 'scroll') break
      const edges = box.getBoundingClientRect()
      // The ink of a line is smaller than its box.
      if (overflowY !== 'visible' && (top < edges.top - 4 || bottom > edges.bottom + 4)) {
        cut.push(`'${text.data.slice(0, 40)}' in ${box.className}`)
        break
      }
    }
  }
  return cut
}
