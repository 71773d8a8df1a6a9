/** A clock that only moves when `advance` is called. */
export function createManualClock(start = 1_779_938_152_000) {
  let time = start
  return {
    now: () => time,
    advance: (ms: number) => {
      time += ms
    },
  }
}
