/** How a completed task gets a link that plays without the app's session or token. */
export interface VideoProxyContentLinks {
  /** The address under which browsers reach this proxy, such as `https://app.example.com/api/v1`. */
  baseURL: string
  /** How long a link works at least, in ms: from a minute to a week. @default 3600000 (an hour) */
  lifetime?: number | undefined
}
