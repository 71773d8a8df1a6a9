import { expect, it } from 'vitest'
import { startScript } from '../support/startScript.js'

it('a process ends with its aborted call, without the wait for the next poll', async () => {
  const script = startScript(new URL('support/abortedCall.ts', import.meta.url))
  const { output, ...end } = await script.exited()
  expect(end).toEqual({ code: 0, signal: null })
  expect(JSON.parse(output)).toMatchObject({ error: { code: 'aborted' }, timers: [] })
})
