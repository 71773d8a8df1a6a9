/** Whether an address, or a path, is on the origin given; on a server, which knows none, a path alone is. */
export function isOwnOrigin(url: string | undefined, origin = 'http://page'): boolean {
  return url !== undefined && URL.canParse(url, origin) && new URL(url, origin).origin === origin
}
