/** How often components of the page rendered. */
export const renders = { count: 0 }

/** Called by a component when it renders. */
export function countRender(): void {
  renders.count += 1
}
