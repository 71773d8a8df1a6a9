/** A video is watched for a while after its page was opened, with seeks. */
export const LINK_LIFETIME = 60 * 60 * 1000

/** Shortest useful life of a link; longest because a link needs no sign-in, and whoever it is passed to can use it. */
const LIFETIMES = { min: 60 * 1000, max: 7 * 24 * 60 * 60 * 1000 }

export const isLinkLifetime = (lifetime: number) => lifetime >= LIFETIMES.min && lifetime <= LIFETIMES.max

/**
 * When a link made now ends, in Unix seconds: after `lifetime` ms and up to a quarter more, in steps, so that a task
 * that is asked for twice has the same link twice, and a player keeps what it has loaded.
 */
export function linkExpiry(lifetime: number): number {
  const step = Math.ceil(lifetime / 4000)
  return Math.ceil((Date.now() + lifetime) / 1000 / step) * step
}
