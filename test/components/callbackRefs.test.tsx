import { render } from '@testing-library/react'
import { type ReactNode, type RefCallback, version } from 'react'
import { expect, it, vi } from 'vitest'
import { useVideoReferences, type VideoReferences, type VideoTask, videoTaskKeys } from 'react-video-task'
import {
  VideoTaskCopyLink,
  VideoTaskPlayer,
  VideoTaskReferences,
  VideoTaskRoot,
} from 'react-video-task/components'
import { createTestApp } from '../hooks/support/createTestApp.js'

const task: VideoTask = {
  id: 'a',
  object: 'video',
  status: 'completed',
  progress: 100,
  video_url: 'https://cdn.test/a.mp4',
}

function WithPictures({ children }: { children: (references: VideoReferences) => ReactNode }) {
  return children(useVideoReferences({ model: 'veo3-fast' }))
}

it.each([
  [
    'a field for pictures',
    (ref: RefCallback<HTMLElement>) => (
      <WithPictures>{(references) => <VideoTaskReferences ref={ref} references={references} />}</WithPictures>
    ),
  ],
  ['an action', (ref: RefCallback<HTMLElement>) => <VideoTaskCopyLink ref={ref} />],
  ['a player', (ref: RefCallback<HTMLElement>) => <VideoTaskPlayer ref={ref} />],
])('the cleanup of a callback ref of %s is called as React calls it', (_, part) => {
  // React 18 warns of it.
  vi.spyOn(console, 'error').mockReturnValue()
  const app = createTestApp()
  app.queryClient.setQueryData(videoTaskKeys.detail('a'), task)
  const calls: string[] = []
  const ref = (element: HTMLElement | null) => {
    calls.push(element ? 'element' : 'null')
    return () => void calls.push('cleanup')
  }
  const { unmount } = render(<VideoTaskRoot taskId="a">{part(ref)}</VideoTaskRoot>, { wrapper: app.wrapper })
  expect(calls.at(-1)).toBe('element')
  unmount()
  const end = version.startsWith('18.') ? 'null' : 'cleanup'
  expect(calls.at(-1)).toBe(end)
  expect(new Set(calls)).toEqual(new Set(['element', end]))
})
