/** Makes the ref of a button that goes away by itself: should it have the focus then, the element before it gets it. */
export function createFocusKeeper(): (button: HTMLElement | null) => void {
  let own: HTMLElement | null = null
  return (button) => {
    // React lets go of a ref while the element is still in the page.
    const before = own?.previousElementSibling
    if (own === document.activeElement && before instanceof HTMLElement) before.focus()
    own = button
  }
}
