import { createVideoProxy } from 'react-video-task/server'
import { createVideoEmulator, emulatorScenarios, type ScenarioName } from 'react-video-task/testing'
import { videoModels } from 'react-video-task/client'
import { expect, it } from 'vitest'
// Private: a client that reads an answer by itself loads no parser of other dialects.
import { readDocumentedFailure } from '../../../src/core/wire/documentedFailure.js'
import { readDocumentedTask } from '../../../src/core/wire/documentedTask.js'

const KEY = 'sk-upstream-4711'

/** The answers of a proxy to a create and to polls until the end. */
async function watch(model: string, scenario: ScenarioName): Promise<unknown[]> {
  let time = Date.UTC(2026, 10, 28)
  const emulator = createVideoEmulator({ apiKey: KEY, now: () => time, seed: 1, scenario })
  const proxy = createVideoProxy({
    apiKey: KEY,
    baseURL: 'http://api.test/v1',
    fetch: async (input, init) => emulator.handle(new Request(input, init)),
    authorize: () => ({ id: 'ada' }),
    secret: 'secret-of-the-tests-0123456789abcdef',
    onError: () => undefined,
    cache: false,
  })
  const form = new FormData()
  form.set('model', model)
  form.set('prompt', 'A fox in the snow')
  const created = await (
    await proxy(new Request('http://app.test/api/v1/videos', { method: 'POST', body: form }))
  ).json()
  const answers: unknown[] = [created]
  for (let polls = 0; polls < 8 && typeof created.id === 'string'; polls++) {
    time += 5000
    answers.push(await (await proxy(new Request(`http://app.test/api/v1/videos/${created.id}`))).json())
  }
  return answers
}

/** Whether an answer is in the documented shape. A client reads it by itself then, unless the task has failed. */
const isRead = (answer: unknown) =>
  readDocumentedTask(answer, readDocumentedFailure) !== undefined ||
  (typeof answer === 'object' && answer !== null && 'error' in answer && !('id' in answer))

it.each(Object.keys(videoModels))(
  'a client reads the proxy’s answers about %s without another parser',
  async (model) => {
    const answers = [...(await watch(model, 'succeed')), ...(await watch(model, 'fail'))]
    expect(answers.filter((answer) => !isRead(answer))).toEqual([])
  },
)

// Left out: a failure without words, fields of a dialect and an unknown status, for which the parser of dialects is loaded,
// and faults without an answer.
const scenarios = emulatorScenarios
  .map(({ name }) => name)
  .filter((name) => !/refused-as-done|fail-silently|wrapped|unknown-status|hang|slow|drip/.test(name))

it.each(scenarios)('and in the scenario %s', async (scenario) => {
  const answers = await watch('wan2.6', scenario)
  expect(answers.filter((answer) => !isRead(answer))).toEqual([])
})
