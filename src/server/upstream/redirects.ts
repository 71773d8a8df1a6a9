import { ProxyError } from '../proxyError.js'

/** A response, and whether an origin other than the API's gave it. */
export interface FollowedResponse {
  response: Response
  isOtherOrigin: boolean
}

/**
 * Sends a request and follows redirects (RFC 9110, 15.4), as gateways send them to a storage bucket. The key goes to the
 * API's own origin only; after a redirect to another origin it is not sent again, not even back to the API.
 *
 * A host inside the server's network is followed only from itself, where the API is on it, or from loopback to loopback, as
 * in development. A name that resolves to such a host cannot be seen.
 *
 * @param send sends the request to a URL, with the key or without it
 * @throws {ProxyError} 502 `upstream_redirect` for a redirect without target, to another scheme, from https to http, with
 *   credentials in its URL, to a host inside the server's network, or the fifth in a row
 */
export async function followRedirects(
  url: string,
  send: (url: string, withKey: boolean) => Promise<Response>,
): Promise<FollowedResponse> {
  let target = new URL(url)
  let isOtherOrigin = false
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const response = await send(target.href, !isOtherOrigin)
    if (!REDIRECTS.has(response.status)) return { response, isOtherOrigin }
    void response.body?.cancel().catch(() => undefined)
    const next = readTarget(response.headers.get('location'), target)
    if (next.origin !== target.origin) isOtherOrigin = true
    target = next
  }
  return refuseRedirect()
}

const REDIRECTS = new Set([301, 302, 303, 307, 308])
const MAX_REDIRECTS = 4

function readTarget(location: string | null, from: URL): URL {
  if (location === null || !URL.canParse(location, from.href)) refuseRedirect()
  const target = new URL(location, from)
  const isSafe = target.protocol === 'https:' || (target.protocol === 'http:' && from.protocol === 'http:')
  if (!isSafe || target.username || target.password) refuseRedirect()
  if (leadsInside(target, from)) {
    refuseRedirect(new Error(`The host '${target.hostname}' is inside the server's network.`))
  }
  return target
}

function leadsInside({ hostname }: URL, from: URL): boolean {
  if (!isInternalHost(hostname) || hostname === from.hostname) return false
  return !(isLoopback(hostname) && isLoopback(from.hostname))
}

function refuseRedirect(cause?: Error): never {
  throw new ProxyError(502, 'upstream_redirect', 'Upstream redirected to a disallowed location.', { cause })
}

/**
 * Whether a host is inside the server's own network: loopback, link-local, private, shared, multicast, reserved and
 * unspecified addresses, and the names that are kept for such hosts. What a name resolves to cannot be seen here.
 *
 * @param hostname as `URL` writes it, which turns every notation of an IPv4 address (`0x7f.1`, `2130706433`, full-width
 *   digits) into four decimal numbers, and shortens IPv6
 */
function isInternalHost(hostname: string): boolean {
  const host = withoutDot(hostname)
  if (host.startsWith('[')) return isInternalIPv6(host.slice(1, -1))
  const address = readIPv4(host)
  if (address === undefined) return !host.includes('.') || INTERNAL_DOMAIN.test(host)
  return INTERNAL_IPV4.some((network) => isInNetwork(address, network))
}

/** Whether a host is the machine itself. */
function isLoopback(hostname: string): boolean {
  const host = withoutDot(hostname)
  return host === '[::1]' || /(?:^|\.)localhost$/.test(host) || /^127(?:\.\d{1,3}){3}$/.test(host)
}

/** `localhost.` and `localhost` are one host. */
const withoutDot = (hostname: string) => hostname.toLowerCase().replace(/\.+$/, '')

/** Domains of hosts inside: RFC 6761, 6762 and 8375, and `internal`, which ICANN reserves for private use. */
const INTERNAL_DOMAIN = /(?:^|\.)(?:localhost|localdomain|local|internal|home\.arpa)$/

/** IPv4 networks that are no destination on the internet (IANA IPv4 Special-Purpose Address Registry). */
const INTERNAL_IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  // A public address, at which Azure serves its virtual machines alone.
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  // Multicast, reserved and broadcast.
  '224.0.0.0/3',
]

/** Reads four decimal numbers as one; `undefined` for a name. */
function readIPv4(host: string): number | undefined {
  if (!/^\d{1,3}(?:\.\d{1,3}){3}$/.test(host)) return undefined
  return host.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
}

function isInNetwork(address: number, network: string): boolean {
  const [first = '', length] = network.split('/')
  const size = 2 ** (32 - Number(length))
  return Math.floor(address / size) === Math.floor((readIPv4(first) ?? 0) / size)
}

/**
 * Global unicast addresses of IPv6 are in 2000::/3 (RFC 4291, 2.4). The rest (loopback, IPv4 in IPv6, NAT64, unique and
 * site local, link-local, multicast) is inside or not assigned. So are four networks in it (IANA IPv6 Special-Purpose
 * Address Registry): 2001::/23 with Teredo, 6to4 (2002::/16), and two for documentation.
 */
function isInternalIPv6(address: string): boolean {
  const [first = 0, second = 0] = address.split(':', 2).map((group) => Number.parseInt(group || '0', 16))
  if (first >> 13 !== 1 || first === 0x2002) return true
  if (first === 0x2001) return second < 0x200 || second === 0xdb8
  return first === 0x3fff && second < 0x1000
}
