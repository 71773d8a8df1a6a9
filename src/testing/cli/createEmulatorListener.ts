import type { RequestListener } from 'node:http'
import { createRequest, sendResponse } from '@remix-run/node-fetch-server'
import { ConnectionBroken } from '../answers/ConnectionBroken.js'
import type { VideoEmulator } from '../VideoEmulator.js'

/** Serves an emulator on Node's `http`; a connection that is to break really does. */
export function createEmulatorListener(emulator: VideoEmulator): RequestListener {
  return async (incoming, outgoing) => {
    const { socket } = incoming
    try {
      await sendResponse(outgoing, await emulator.fetch(createRequest(incoming, outgoing)))
    } catch (error) {
      // With a reset where nothing was sent; what was cut short ends at the last piece sent.
      if (error instanceof ConnectionBroken && !outgoing.headersSent) socket.resetAndDestroy()
      else if (!outgoing.destroyed) outgoing.destroy()
      if (error instanceof ConnectionBroken || incoming.destroyed || outgoing.destroyed) return
      console.error(error)
    }
  }
}
