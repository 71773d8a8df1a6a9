import type { Flags } from './readFlags.js'

type Place = Pick<Flags, 'port' | 'host'>

const REASONS: Record<string, (place: Place) => string> = {
  EADDRINUSE: ({ port, host }) =>
    `Port ${port} on ${host} is taken. Stop what listens there, or choose another: --port ${port === 65_535 ? 8787 : port + 1}`,
  EACCES: ({ port }) => `Port ${port} needs rights this process lacks. Choose one above 1023: --port 8787`,
  EADDRNOTAVAIL: ({ host }) => `This machine has no address ${host}. Choose one it has: --host 127.0.0.1`,
  ENOTFOUND: ({ host }) =>
    `The host ${host} is not known. Choose an address of this machine: --host 127.0.0.1`,
}

/** Why the server could not start, and what to do, in one line. */
export function explainListenError(error: unknown, place: Place): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return REASONS[code]?.(place) ?? `Cannot listen on ${place.host}:${place.port}: ${String(error)}`
}
