'use client'

import type { ReactElement } from 'react'
import { laterPart, useLaterPart } from '../hooks/useLaterPart.js'

/** A scenario of the emulator, such as an entry of `emulatorScenarios` of `react-video-task/testing`. */
export interface VideoTaskDevtoolsScenario {
  name: string
  /** The effect in a few words. */
  description: string
}

/** Props of `VideoTaskDevtoolsPanel`, and options of `videoTaskDevtoolsPlugin`. */
export interface VideoTaskDevtoolsPanelProps {
  /** @default the page's `color-scheme` */
  theme?: 'light' | 'dark' | undefined
  /**
   * The API behind the app's client is the emulator, so that creates cost nothing: shows a button for each scenario, which
   * creates a task of it and watches that. `true` shows the usual scenarios; pass `emulatorScenarios` for all. With a real
   * API each button would be billed.
   * @default false
   */
  emulator?: boolean | readonly VideoTaskDevtoolsScenario[] | undefined
}

/** Props of `VideoTaskDevtools`. */
export interface VideoTaskDevtoolsProps extends VideoTaskDevtoolsPanelProps {
  /** Whether the panel is open at first. @default false */
  initialIsOpen?: boolean | undefined
  /**
   * Whether the panel is open, where the app has a button of its own for it: there is none in the corner then. Polls are
   * recorded while it is closed too.
   * @default decided by the button in the corner
   */
  isOpen?: boolean | undefined
  /** Called when the panel's own button, or Escape, closes it. Move the focus back to the button that opens it. */
  onClose?: (() => void) | undefined
  /** Corner of the button, at the start or the end of a line. @default 'end' */
  position?: 'start' | 'end' | undefined
}

/**
 * Shows a button in a corner of the page that opens a panel about the watched tasks: when each was polled and why then, when
 * it is polled next and why, and what its page waits for. Belongs inside the provider. Its code loads later, and in a
 * production build (`NODE_ENV`) it renders nothing and that code is not part of the bundle. Renders a `<section>`.
 *
 * @example
 * ```tsx
 * import type { ReactNode } from 'react'
 * import { createVideoClient, VideoTaskProvider } from 'react-video-task'
 * import { VideoTaskDevtools } from 'react-video-task/devtools'
 *
 * const client = createVideoClient({ baseURL: '/api/v1' })
 *
 * export function Videos({ children }: { children: ReactNode }) {
 *   return (
 *     <VideoTaskProvider client={client}>
 *       {children}
 *       <VideoTaskDevtools />
 *     </VideoTaskProvider>
 *   )
 * }
 * ```
 */
export function VideoTaskDevtools(props: VideoTaskDevtoolsProps): ReactElement | null {
  return process.env.NODE_ENV === 'production' || !devtools ? null : (
    <LaterDevtools {...props} part={devtools} />
  )
}

/**
 * Shows the panel of the devtools in the place where it is rendered, without a button. Nothing in production, as
 * `VideoTaskDevtools`. Renders a `<section>` that fills its parent.
 *
 * @example
 * ```tsx
 * import { VideoTaskDevtoolsPanel } from 'react-video-task/devtools'
 *
 * export const DebugPage = () => <VideoTaskDevtoolsPanel theme="dark" />
 * ```
 */
export function VideoTaskDevtoolsPanel(props: VideoTaskDevtoolsPanelProps): ReactElement | null {
  return process.env.NODE_ENV === 'production' || !devtools ? null : <LaterPanel {...props} part={devtools} />
}

/** A plugin of TanStack Devtools. */
export interface VideoTaskDevtoolsPlugin {
  id: string
  name: string
  render: (element: HTMLElement, props: { theme: 'light' | 'dark' }) => ReactElement
}

/**
 * Creates the plugin that shows the panel in TanStack Devtools: `<TanStackDevtools plugins={[videoTaskDevtoolsPlugin()]} />`,
 * inside `VideoTaskProvider`. Nothing in production, as `VideoTaskDevtools`.
 *
 * @example
 * ```tsx
 * import { videoTaskDevtoolsPlugin } from 'react-video-task/devtools'
 *
 * export const plugins = [videoTaskDevtoolsPlugin()]
 * ```
 */
export function videoTaskDevtoolsPlugin(options: VideoTaskDevtoolsPanelProps = {}): VideoTaskDevtoolsPlugin {
  return {
    id: 'react-video-task',
    name: 'Video tasks',
    render: (_element, { theme }) => <VideoTaskDevtoolsPanel {...options} theme={options.theme ?? theme} />,
  }
}

// The condition is around the import itself, since bundlers make a file of every import that they parse.
const devtools = process.env.NODE_ENV === 'production' ? undefined : laterPart(() => import('./Devtools.js'))

interface LaterProps {
  part: NonNullable<typeof devtools>
}

function LaterDevtools({ part, ...props }: VideoTaskDevtoolsProps & LaterProps) {
  const code = useLaterPart(part, true)
  return code ? <code.Devtools {...props} /> : null
}

function LaterPanel({ part, ...props }: VideoTaskDevtoolsPanelProps & LaterProps) {
  const code = useLaterPart(part, true)
  return code ? <code.DevtoolsPanel {...props} /> : null
}
