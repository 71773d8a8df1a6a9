import { act, fireEvent, render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { VideoTaskProvider } from 'react-video-task'
import {
  VideoTaskErrorMessage,
  VideoTaskForm,
  VideoTaskProgress,
  VideoTaskRoot,
} from 'react-video-task/components'
import {
  chineseMessages,
  englishMessages,
  frenchMessages,
  germanMessages,
  japaneseMessages,
  portugueseMessages,
  spanishMessages,
  type VideoTaskMessages,
} from 'react-video-task/messages'
import { createTestApp } from '../hooks/support/createTestApp.js'

/** Renders bar and error message of a task whose model takes five minutes, in a language. */
async function watch(first: object, messages?: VideoTaskMessages) {
  const app = createTestApp()
  let answer: object = { id: 'a', ...first }
  app.answer = () => Response.json(answer)
  const typical = () => ({ run: 300_000, spread: 0.05, queue: 0, samples: 9 })
  const { container } = render(
    <VideoTaskProvider
      client={app.client}
      pollInterval={5_000}
      messages={messages}
      durations={{ add: () => {}, typical }}
    >
      <VideoTaskRoot taskId="a" title="Fox">
        <VideoTaskProgress />
        <VideoTaskErrorMessage />
      </VideoTaskRoot>
    </VideoTaskProvider>,
    { wrapper: app.wrapper },
  )
  await app.advance(100)
  const textOf = (name: string) => container.querySelector(`.video-task-${name}`)?.textContent ?? ''
  return {
    ...app,
    textOf,
    respondWith: (next: object) => (answer = { id: 'a', ...next }),
    answerWith: (next: () => Response | Promise<Response>) => (app.answer = next),
  }
}

it('counts the time waited by the second, also past a minute', async () => {
  const { advance, textOf } = await watch({ status: 'queued' })
  const seen: string[] = []
  for (const ms of [11_000, 49_000, 12_000, 1_000]) {
    await advance(ms)
    seen.push(textOf('progress-time'))
  }
  expect(seen).toEqual(['Waiting 11s', 'Waiting 1 min 0s', 'Waiting 1 min 12s', 'Waiting 1 min 13s'])
})

it('writes times in the language of its catalogue', async () => {
  const shown: string[] = []
  for (const messages of [germanMessages, frenchMessages, japaneseMessages]) {
    const { advance, textOf } = await watch({ status: 'queued' }, messages)
    await advance(72_000)
    shown.push(textOf('progress-time').replace(/\s/g, ' '))
  }
  expect(shown).toEqual(['Wartet seit 1 Min. 12 Sek.', 'En attente depuis 1 min 12 s', '1 分 12 秒待機中'])
})

it('shows a range no wider than 2.5 times, then its end alone, then that it is almost done', async () => {
  const { advance, textOf, respondWith } = await watch({ status: 'queued' })
  const voices = new Set<string>()
  for (let second = 0; second < 330; second += 5) {
    respondWith({ status: 'in_progress', progress: Math.min(99, Math.floor(second / 3)) })
    await advance(5_000)
    const text = textOf('progress-time')
    if (!text) continue
    const range = /^About (\d+)(?:–(\d+))?(?:s| min) left$/.exec(text)
    if (range) expect(Number(range[2] ?? range[1]) / Number(range[1])).toBeLessThanOrEqual(2.5)
    else expect(text).toMatch(/^(Under \d+(s| min) left|Almost done)$/)
    voices.add(text.split(' ')[0] ?? '')
  }
  expect(voices).toEqual(new Set(['About', 'Under', 'Almost']))
})

it('names the bar after its video, and says progress and time left in its value', async () => {
  const { advance, respondWith, answerWith } = await watch({ status: 'queued' })
  const bar = screen.getByRole('progressbar', { name: 'Fox' })
  expect(bar.getAttribute('aria-valuetext')).toBe('In line')
  respondWith({ status: 'in_progress', progress: 30 })
  await advance(20_000)
  expect(bar.getAttribute('aria-valuetext')).toMatch(/^30%, (About|Under) .+ left$/)
  answerWith(() => new Response('', { status: 503 }))
  await advance(20_000)
  expect(bar.getAttribute('aria-valuetext')).toBe('30%')
})

it('counts down to the next try', async () => {
  const { advance, textOf, answerWith } = await watch({ status: 'in_progress', progress: 41 })
  answerWith(() => new Response('', { status: 503, headers: { 'retry-after': '30' } }))
  await advance(16_000)
  const seconds: number[] = []
  for (let second = 0; second < 15; second++) {
    await advance(1_000)
    seconds.push(Number(/Trying again in (\d+)s\.$/.exec(textOf('error'))?.[1]))
  }
  const [first = 0] = seconds
  expect(seconds).toEqual(seconds.map((_, second) => first - second))
  expect(textOf('error')).toContain('The video service is busy.')
})

it('shows no countdown while a try waits for its answer', async () => {
  const app = await watch({ status: 'in_progress', progress: 41 })
  app.answerWith(() => new Response('', { status: 503 }))
  await app.advance(16_000)
  app.answerWith(() => new Promise<Response>(() => {}))
  await app.advance(20_000)
  expect(app.textOf('error')).toContain('Trying again.')
})

it('calls an outage that is not retried unavailable, not a lost connection', async () => {
  const app = await watch({ status: 'queued' })
  app.answerWith(() => new Response('', { status: 401 }))
  await app.advance(20_000)
  expect(screen.getByRole('progressbar').getAttribute('aria-valuetext')).toBe('Unavailable')
  expect(app.textOf('error')).toContain('You are signed out.Sign in again.')
})

/** What a form says about a create that was refused with a wait, in seconds. */
async function refuse(headers: Record<string, string>, messages: VideoTaskMessages, code = 'rate_limited') {
  const app = createTestApp()
  app.answer = () => Response.json({ error: { message: 'no', code } }, { status: 429, headers })
  const { container, unmount } = render(
    <VideoTaskProvider client={app.client} messages={messages}>
      <VideoTaskForm defaultValues={{ model: 'wan2.6', prompt: 'Fox' }} />
    </VideoTaskProvider>,
    { wrapper: app.wrapper },
  )
  const form = container.querySelector('form')
  if (!form) throw new Error('There is no form.')
  act(() => void fireEvent.submit(form))
  await app.advance(100)
  const texts = Array.from(container.querySelectorAll('[role=alert] p'), ({ textContent }) => textContent)
  unmount()
  return texts.map((text) => text?.replace(/\s/g, ' '))
}

it.each([
  ['45', 'Try again in 45 seconds.'],
  ['119', 'Try again in 119 seconds.'],
  ['601', 'Try again in 11 minutes.'],
  ['7199', 'Try again in 120 minutes.'],
  ['36000', 'Try again in 10 hours.'],
  ['36001', 'Try again in 11 hours.'],
  ['86400', 'Try again tomorrow.'],
  ['172800', 'Try again in 2 days.'],
])('tells a wait of %s s as it is: %s', async (seconds, text) => {
  expect(await refuse({ 'retry-after': seconds }, englishMessages)).toEqual(['Too many requests.', text])
})

it('says later where a refusal names no wait', async () => {
  expect(await refuse({}, englishMessages)).toEqual(['Too many requests.', 'Try again later.'])
})

it('tells a wait in each language', async () => {
  const shown: (string | undefined)[][] = []
  const languages = [
    germanMessages,
    frenchMessages,
    spanishMessages,
    portugueseMessages,
    japaneseMessages,
    chineseMessages,
  ]
  for (const messages of languages) {
    const [, hours] = await refuse({ 'retry-after': '36000' }, messages)
    const [, day] = await refuse({ 'retry-after': '86400' }, messages)
    shown.push([hours, day])
  }
  expect(shown).toEqual([
    ['Versuchen Sie es in 10 Stunden noch einmal.', 'Versuchen Sie es morgen noch einmal.'],
    ['Réessayez dans 10 heures.', 'Réessayez demain.'],
    ['Inténtalo de nuevo dentro de 10 horas.', 'Inténtalo de nuevo mañana.'],
    ['Tente de novo em 10 horas.', 'Tente de novo amanhã.'],
    ['10 時間後、もう一度お試しください。', '明日、もう一度お試しください。'],
    ['请10小时后再试。', '请明天再试。'],
  ])
})

it('shows the app’s own words for the code of its refusal, and the wait after them', async () => {
  const errors = {
    daily_limit: { title: 'That was the last video of today.', action: 'Upgrade for more.' },
    team_limit: { title: 'Your team has no videos left.', action: '' },
  }
  const messages = { ...englishMessages, errors }
  expect(await refuse({ 'retry-after': '36000' }, messages, 'daily_limit')).toEqual([
    'That was the last video of today.',
    'Upgrade for more. Try again in 10 hours.',
  ])
  expect(await refuse({ 'retry-after': '36000' }, messages, 'team_limit')).toEqual([
    'Your team has no videos left.',
    'Try again in 10 hours.',
  ])
})
