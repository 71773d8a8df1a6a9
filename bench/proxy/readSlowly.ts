import { setTimeout as wait } from 'node:timers/promises'
import { RawClient } from './RawClient.js'

/** Reads a 200 MB video as a slow connection does, for some seconds: a socket's fill, then a pause. */
export async function readSlowly(origin: string): Promise<void> {
  const client = new RawClient(origin)
  const whole = client.get('/v1/videos/200000000/content').catch(() => undefined)
  const until = performance.now() + 3_000
  while (performance.now() < until) {
    client.socket.pause()
    await wait(100)
    client.socket.resume()
    await wait(1)
  }
  client.close()
  await Promise.race([whole, wait(100)])
}
