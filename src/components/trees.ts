/**
 * The document or shadow tree that an element is in, which need not be the page's own: an app may render into a shadow
 * root, a frame or another window. What it has at most one of is retargeted to the tree, as `document` does not do.
 */
export const treeOf = (element: Element): Tree => element.getRootNode()

/** Whether an element or one in it has the focus of its tree, also while its window is not the active one. */
export const hasFocus = (element: Element): boolean => element.contains(treeOf(element).activeElement ?? null)

interface Tree extends Partial<DocumentOrShadowRoot> {
  nodeType?: number
}

/** Whether the target of an event is an element. `instanceof` is false for an element of another window. */
export const isElement = (target: EventTarget | undefined): target is Element =>
  target !== undefined && 'closest' in target

/** Whether something can get the focus. */
export const isFocusable = (element: object | null | undefined): element is HTMLElement =>
  element !== null && element !== undefined && 'focus' in element
