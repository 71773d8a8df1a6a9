import { expect, it } from 'vitest'
import { prepareConsumer } from './support/consumer.js'

// These ask for Node 22, of which npm warns on an older one.
const project = prepareConsumer({ from: { 'test/consumers/clients': '.' }, flags: ['--omit=peer'] })

const run = async (file: string) => JSON.parse(await project.run(process.execPath, [file]))

it("creates, polls and downloads with the vendor's SDK, at the emulator and at the proxy", async () => {
  const result = ['queued', 'completed', true]
  expect(await run('cometapi.mjs')).toEqual({ api: result, app: result })
})

it("creates, polls and downloads with OpenRouter's newest provider of the AI SDK, at the emulator and at the proxy", async () => {
  const result = ['video/mp4', true]
  expect(await run('openrouter.mjs')).toEqual({ api: result, app: result })
})
