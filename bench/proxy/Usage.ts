/** What a server process used since it was last told to count anew. */
export interface Usage {
  cpuMs: number
  /** Largest resident set seen. */
  peakBytes: number
  /** The same, less what was resident when the count began. */
  extraBytes: number
}
