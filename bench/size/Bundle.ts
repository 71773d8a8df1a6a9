/** What a page loads of a bundle, gzipped, in bytes. */
export interface Bundle {
  /** Before the page runs: the entry and what it imports. */
  initial: number
  /** Later or never: what `import()` loads. */
  lazy: number
}
