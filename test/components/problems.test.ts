import { expect, it } from 'vitest'
import type { VideoTask } from 'react-video-task'
// Private: a card shows them as shapes and as the order of its buttons.
import { alertIcon, clockIcon, offlineIcon, pauseIcon } from '../../src/components/icons.js'
import { glyphOf, isPromptRefused } from '../../src/components/messages/explainWatch.js'

it('an outage, a stall and an expired link have a glyph each, and all other problems have one', () => {
  const glyphs = {
    unreachable: offlineIcon,
    refused: offlineIcon,
    stalled: pauseIcon,
    expired: clockIcon,
    failed: alertIcon,
    error: alertIcon,
    notLoading: alertIcon,
    unplayable: alertIcon,
  }
  const names = [
    'unreachable',
    'refused',
    'stalled',
    'expired',
    'failed',
    'error',
    'notLoading',
    'unplayable',
  ] as const
  expect(Object.fromEntries(names.map((name) => [name, glyphOf(name)]))).toEqual(glyphs)
  expect(new Set(Object.values(glyphs)).size).toBe(4)
})

it('another prompt helps where the task failed by its prompt or its request, and nowhere else', () => {
  const task = (status: VideoTask['status'], code: string): VideoTask => ({
    ...{ id: 'a', object: 'video', progress: 0 },
    ...{ status, error: { message: 'No', code } },
  })
  expect(isPromptRefused(task('failed', 'content_moderation'))).toBe(true)
  expect(isPromptRefused(task('error', 'content_moderation'))).toBe(true)
  expect(isPromptRefused(task('failed', 'invalid_request'))).toBe(true)
  expect(isPromptRefused(task('failed', 'server_error'))).toBe(false)
  expect(isPromptRefused(task('completed', 'content_moderation'))).toBe(false)
  expect(isPromptRefused(undefined)).toBe(false)
})
