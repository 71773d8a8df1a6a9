import { afterAll } from 'vitest'

/**
 * Restores `Request` and `Response` after the tests of a file: @hono/node-server replaces both for the whole process, which
 * other files share.
 */
export function restoreFetchClasses(): void {
  const { Request, Response } = globalThis
  afterAll(() => void Object.assign(globalThis, { Request, Response }))
}
