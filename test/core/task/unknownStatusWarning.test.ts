import { describe, expect, it } from 'vitest'
import { parseVideoTask } from 'react-video-task/client'
// Private: the query prints it once per word.
import { unknownStatusWarning } from '../../../src/core/task/unknownStatusWarning.js'

describe('unknownStatusWarning', () => {
  it('names the task and the word, and is undefined for known words', () => {
    expect(unknownStatusWarning(parseVideoTask({ id: 'a', status: 'Upscaling' }))).toMatch(
      /task a .*'Upscaling'/,
    )
    expect(unknownStatusWarning(parseVideoTask({ id: 'a', status: 'RUNNING' }))).toBeUndefined()
    expect(unknownStatusWarning(parseVideoTask({ id: 'a', status: 'done', raw_status: 'x' }))).toBeUndefined()
  })
})
