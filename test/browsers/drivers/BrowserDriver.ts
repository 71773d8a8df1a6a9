/** A real browser with one page, operated from outside like a user would. */
export interface BrowserDriver {
  /** Name and version, as the browser gives them. */
  readonly version: string
  goto: (address: string) => Promise<void>
  /** Runs a self-contained function in the page; the result is JSON, so null rather than undefined. */
  evaluate: <Result>(run: () => Result) => Promise<Awaited<Result>>
  /** Clicks in the middle of the first element of that selector. */
  click: (selector: string) => Promise<void>
  press: (key: 'Tab' | 'Enter' | 'Space') => Promise<void>
  /** Screenshot of the viewport, a PNG. */
  screenshot: () => Promise<Uint8Array>
  /**
   * Opens another page in front of this one, so that the browser itself hides this one.
   *
   * @returns closes it, and shows this one again
   */
  cover: (address: string) => Promise<() => Promise<void>>
  close: () => Promise<void>
}

/** Size of the page, in CSS pixels. */
export const VIEWPORT = { width: 1_000, height: 700 }

/** Options of a browser. */
export interface BrowserOptions {
  /** The system's preferred colour scheme. @default 'light' */
  colorScheme?: 'light' | 'dark'
}
