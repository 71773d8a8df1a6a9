import type { ProxyGuarantee } from 'react-video-task/testing'
import type { Handler } from './spoilt.js'

const shows = /channel \d+|under group \w+ \(distributor\)/g

/** What `createVideoProxy` leaves to others so far, as a wrapper would add it. */
export const mends: Partial<Record<ProxyGuarantee, (proxy: Handler) => Handler>> = {
  'upstream-texts': (proxy) => async (request) => {
    const response = await proxy(request)
    if (response.status < 400 || !response.headers.get('content-type')?.includes('json')) return response
    const text = (await response.text())
      .replaceAll(shows, '…')
      .replace('No available channel', 'Not available')
    const headers = new Headers(response.headers)
    headers.delete('content-length')
    return new Response(request.method === 'HEAD' ? null : text, { status: response.status, headers })
  },
  'ranges-anyway': (proxy) => async (request) => {
    const response = await proxy(request)
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.get('range') ?? '') ?? []
    if (response.status !== 200 || from === undefined) return response
    const whole = await response.arrayBuffer()
    const headers = new Headers(response.headers)
    headers.set('content-range', `bytes ${from}-${to}/${whole.byteLength}`)
    headers.delete('content-length')
    return new Response(whole.slice(Number(from), Number(to) + 1), { status: 206, headers })
  },
}
