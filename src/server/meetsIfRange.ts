/**
 * Whether what a caller holds a part of is still what there is (RFC 9110, 13.1.5): only then may it be given another
 * part. Weak tags prove nothing here.
 */
export function meetsIfRange(ifRange: string | null, current: Headers): boolean {
  if (ifRange === null) return true
  if (ifRange.startsWith('"')) return ifRange === current.get('etag')
  const [held, modified] = [Date.parse(ifRange), Date.parse(current.get('last-modified') ?? '')]
  return !ifRange.startsWith('W/') && held === modified
}
