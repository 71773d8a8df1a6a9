/** A clock that stands still until it is told otherwise. */
export function createClock(start = 1_779_938_152_000) {
  let time = start
  return {
    now: () => time,
    advance: (ms: number) => {
      time += ms
    },
  }
}
