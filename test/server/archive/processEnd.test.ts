import { expect, it } from 'vitest'
import { archiveFolder } from '../support/archiveFolder.js'
import { startScript } from '../../support/startScript.js'

it('a process ends when it has nothing else to do, though a copy is to be tried again', async () => {
  const script = startScript(new URL('../support/archiveScript.ts', import.meta.url), await archiveFolder())
  expect(await script.exited()).toEqual({ code: 0, signal: null, output: '200\n' })
}, 30_000)
