/** A real browser with one page, worked from outside as a person works it. */
export interface BrowserDriver {
  /** Name and version, as the browser gives them. */
  readonly version: string
  goto: (address: string) => Promise<void>
  /** Runs a function in the page, which can use nothing from around it; the result is JSON, so null rather than undefined. */
  evaluate: <Result>(run: () => Result) => Promise<Awaited<Result>>
  /** Clicks in the middle of the first element of that selector. */
  click: (selector: string) => Promise<void>
  press: (key: 'Tab' | 'Enter' | 'Space') => Promise<void>
  /** A picture of what is in sight, as a PNG. */
  screenshot: () => Promise<Uint8Array>
  /**
   * Opens another page before this one, so that the browser itself hides this one.
   *
   * @returns what closes it, and shows this one again
   */
  cover: (address: string) => Promise<() => Promise<void>>
  close: () => Promise<void>
}

/** Size of the page, in CSS pixels. */
export const VIEWPORT = { width: 1_000, height: 700 }

/** How a browser is started. */
export interface BrowserOptions {
  /** The scheme that the system prefers. @default 'light' */
  colorScheme?: 'light' | 'dark'
}
