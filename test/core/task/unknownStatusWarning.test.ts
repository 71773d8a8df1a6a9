import { describe, expect, it } from 'vitest'
import { parseVideoTask } from 'react-video-task/client'
// Private: the query prints it once per word.
import { unknownStatusWarning } from '../../../src/core/task/unknownStatusWarning.js'

describe('unknownStatusWarning', () => {
  it('names the task and the word, and is undefined for known words', () => {
    const word = 'Upscaling '.repeat(10)
    expect(unknownStatusWarning({ ...parseVideoTask({ id: 'a', status: 'x' }), raw_status: word })).toBe(
      `The video task a has the status '${word.slice(0, 80)}', which react-video-task does not know. It counts as ` +
        'in_progress and is polled until it changes or stalls. If the word means an end, translate it in a proxy or in ' +
        'a client of your own, and please report it.',
    )
    expect(unknownStatusWarning(parseVideoTask({ id: 'a', status: 'Upscaling' }))).toContain("'Upscaling'")
    expect(unknownStatusWarning(parseVideoTask({ id: 'a', status: 'RUNNING' }))).toBeUndefined()
    expect(unknownStatusWarning(parseVideoTask({ id: 'a', status: 'done', raw_status: 'x' }))).toBeUndefined()
  })
})
