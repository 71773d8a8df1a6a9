import { TanStackDevtools, type TanStackDevtoolsReactPlugin } from '@tanstack/react-devtools'
import { expectTypeOf } from 'vitest'
import {
  VideoTaskDevtools,
  VideoTaskDevtoolsPanel,
  type VideoTaskDevtoolsPlugin,
  videoTaskDevtoolsPlugin,
} from 'react-video-task/devtools'
import { emulatorScenarios } from 'react-video-task/testing'

expectTypeOf<VideoTaskDevtoolsPlugin>().toExtend<TanStackDevtoolsReactPlugin>()

export const inTanStackDevtools = (
  <TanStackDevtools plugins={[videoTaskDevtoolsPlugin({ emulator: emulatorScenarios })]} />
)

export const standalone = <VideoTaskDevtools initialIsOpen position="start" theme="dark" emulator />

export const byTheApp = <VideoTaskDevtools isOpen={false} onClose={() => undefined} />

// @ts-expect-error the panel has no button, so it has no position
export const embedded = <VideoTaskDevtoolsPanel position="start" />
