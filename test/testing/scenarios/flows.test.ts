import { describe, expect, it } from 'vitest'
import type { ScenarioName } from 'react-video-task/testing'
import { createTestTask } from '../support/createTestTask.js'

/** Status and progress at each tenth of the task's 20 s, and an hour later. */
async function statesOf(name: ScenarioName): Promise<string[]> {
  const { bodyAt } = createTestTask(name)
  const states: string[] = []
  for (let tenth = 0; tenth <= 10; tenth++) {
    const { status, progress } = await bodyAt(tenth * 2000)
    states.push(`${status} ${progress}`)
  }
  const { status, progress } = await bodyAt(3_600_000)
  return [...states, `${status} ${progress}`]
}

describe('the flow', () => {
  it.each<[ScenarioName, string[]]>([
    ['stuck-in-queue', ['queued 0']],
    ['stuck-at-0', ['queued 0', 'in_progress 0']],
    ['jump-to-90', ['queued 0', 'in_progress 0', 'in_progress 90', 'completed 100']],
    [
      'backwards',
      [
        'queued 0',
        'in_progress 10',
        'in_progress 60',
        'in_progress 35',
        'in_progress 80',
        'in_progress 50',
        'completed 100',
      ],
    ],
  ])('%s reports %j', async (name, expected) => {
    expect([...new Set(await statesOf(name))]).toEqual(expected)
  })

  it('stuck-at-100 progresses to in_progress 100 and never ends', async () => {
    const states = await statesOf('stuck-at-100')
    expect(states[9]).toBe('in_progress 84')
    expect(states.slice(10)).toEqual(['in_progress 100', 'in_progress 100'])
  })

  it.each<[ScenarioName, object]>([
    ['fail-silently', { status: 'failed', progress: 92 }],
    ['fail-at-100', { status: 'failed', progress: 100, error: { message: 'Video generation failed' } }],
  ])('%s ends with %o', async (name, expected) => {
    const { bodyAt } = createTestTask(name)
    expect((await bodyAt(19_999)).status).toBe('in_progress')
    const ended = await bodyAt(20_000)
    expect(ended).toMatchObject(expected)
    expect('error' in ended).toBe('error' in expected)
  })

  it('early-completed-at sends completed_at in progress, which the library ignores', async () => {
    const { bodyAt, taskAt } = createTestTask('early-completed-at')
    expect(await bodyAt(10_000)).toMatchObject({ status: 'in_progress', completed_at: 1_779_938_155 })
    expect(await taskAt(10_000)).not.toHaveProperty('completed_at')
    expect((await bodyAt(20_000)).completed_at).toBe(1_779_938_172)
  })

  it('late-url completes without a URL, which follows 5 s later', async () => {
    const { bodyAt, emulator } = createTestTask('late-url')
    expect(await bodyAt(20_000)).not.toHaveProperty('video_url')
    expect(await bodyAt(24_999)).toMatchObject({ status: 'completed' })
    const { video_url } = await bodyAt(25_000)
    expect((await emulator.fetch(video_url)).status).toBe(200)
  })

  it('no-url completes without a URL, and its content route works', async () => {
    const { bodyAt, content } = createTestTask('no-url')
    expect(await bodyAt(3_600_000)).toEqual({
      id: 'task_watched',
      model: 'wan2.6',
      object: 'video',
      status: 'completed',
      progress: 100,
      created_at: 1_779_938_152,
      completed_at: 1_779_938_172,
    })
    expect((await content()).status).toBe(200)
  })

  it('expired has a URL that answers 403 XML, and a content route that answers 502', async () => {
    const { bodyAt, content, emulator } = createTestTask('expired')
    const file = await emulator.fetch((await bodyAt(20_000)).video_url)
    expect(file.status).toBe(403)
    expect(file.headers.get('content-type')).toBe('application/xml')
    const gone = await content()
    expect(gone.status).toBe(502)
    expect((await gone.json()).error.message).toContain('upstream returned status 403')
  })
})
