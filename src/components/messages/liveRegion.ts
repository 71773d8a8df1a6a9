/** The live region of one document or shadow root. */
interface LiveRegion {
  element: HTMLElement
  /** Number of components that may announce in it. */
  users: number
  /** What is announced next: the subjects of each sentence, and what is said of them. */
  sentences: Map<string, { subjects: string[]; say: (subjects: string[]) => string }>
  timer: ReturnType<typeof setTimeout> | undefined
}

/**
 * Keeps the live region of an element's document or shadow root in the page, since screen readers announce only the
 * changes of a region that they know.
 *
 * @returns releases it; the last component to do so removes it, once its announcements were read out
 */
export function retainRegion(element: Element): () => void {
  const root = rootOf(element)
  const region = regionOf(root)
  // An app may have emptied its page.
  place(region, root)
  // Starts the wait again: a test with a fake clock may have dropped the timer.
  const isWaiting = region.users === 0 && region.timer !== undefined
  if (isWaiting) schedule(region, root, region.sentences.size > 0 ? JOIN_MS : READ_OUT_MS)
  region.users += 1
  return () => {
    region.users -= 1
    if (region.timer === undefined) update(region, root)
  }
}

/**
 * Announces a text politely to screen readers. What comes within a second is announced together, in one change of the one
 * region of the element's document or shadow root.
 *
 * @param key subjects with the same key share a sentence. @default the subject, as a text of its own
 * @param say returns the sentence about some subjects
 */
export function announceIn(
  element: Element,
  subject: string,
  key = subject,
  say = (subjects: string[]) => subjects[0] ?? '',
): void {
  const root = rootOf(element)
  const region = regionOf(root)
  if (region.sentences.size === 0) schedule(region, root, JOIN_MS)
  const sentence = region.sentences.get(key) ?? { subjects: [], say }
  sentence.subjects.push(subject)
  region.sentences.set(key, sentence)
}

// Fixed, so that it is no pixel to scroll to at the end of a page that is as high as the window.
export const VISUALLY_HIDDEN = 'position:fixed;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)'

/** What comes within this time of the first is announced with it, in ms. */
const JOIN_MS = 1_000
/** An announcement is removed after this time, in ms, so that it does not stand at the end of the page as text. */
const READ_OUT_MS = 5_000

/** The live regions by document or shadow root: a region is not heard outside of its own document. */
const regions = new WeakMap<Root, LiveRegion>()

/** A document, or a shadow root; neither of them by its class, since an iframe's document has another. */
type Root = Document | ShadowRoot

/** The root of an element in a page, else the page's own document. */
function rootOf(element: Element): Root {
  const root = element.getRootNode()
  return isRoot(root) ? root : element.ownerDocument
}

const isRoot = (node: Node): node is Root => 'activeElement' in node

function regionOf(root: Root): LiveRegion {
  const known = regions.get(root)
  if (known) return known
  const element = ('body' in root ? root : root.ownerDocument).createElement('span')
  element.className = 'video-task-announcer'
  element.setAttribute('role', 'status')
  // Through the style object: with or without our stylesheet, and under any Content-Security-Policy.
  element.style.cssText = VISUALLY_HIDDEN
  const region: LiveRegion = { element, users: 0, sentences: new Map(), timer: undefined }
  regions.set(root, region)
  place(region, root)
  return region
}

/** Moves a region into the open dialog, which hides the rest of the page from screen readers. @returns whether it moved */
function place({ element }: LiveRegion, root: Root): boolean {
  const home = [...root.querySelectorAll('dialog[open]')].at(-1) ?? ('body' in root ? root.body : root)
  if (element.parentNode === home) return false
  home.append(element)
  return true
}

function schedule(region: LiveRegion, root: Root, delay: number): void {
  clearTimeout(region.timer)
  region.timer = setTimeout(() => update(region, root), delay)
}

/** Announces what has come, later removes it, and at last the region. */
function update(region: LiveRegion, root: Root): void {
  const { element, sentences } = region
  region.timer = undefined
  // A region that was just moved is not known to screen readers yet.
  if (sentences.size > 0 && place(region, root)) return schedule(region, root, JOIN_MS)
  element.textContent = [...sentences.values()].map(({ subjects, say }) => say(subjects)).join(' ')
  if (sentences.size > 0) {
    sentences.clear()
    schedule(region, root, READ_OUT_MS)
  } else if (region.users === 0) {
    element.remove()
    regions.delete(root)
  }
}
