'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useContext, useEffect, useId, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react'
import { VideoTaskContext } from '../hooks/VideoTaskProvider.js'
import { type PageLog, type PollLog, pollLogOf } from './log/pollLog.js'
import type { DevtoolsSettings } from './log/pollPlan.js'
import { PageFacts } from './PageFacts.js'
import { Scenarios } from './Scenarios.js'
import { CSS } from './styles.js'
import { TaskDetails } from './TaskDetails.js'
import { TaskList } from './TaskList.js'
import type { VideoTaskDevtoolsPanelProps, VideoTaskDevtoolsProps } from './VideoTaskDevtools.js'

/** The panel, and the button in a corner of the page that opens it. Records from the moment it is mounted. */
export function Devtools(props: VideoTaskDevtoolsProps) {
  const { initialIsOpen = false, isOpen: isOpenByApp, onClose, position = 'end', ...panel } = props
  const [isOpenHere, setIsOpenHere] = useState(initialIsOpen)
  const isOpen = isOpenByApp ?? isOpenHere
  const root = useStyledRoot()
  const button = useRef<HTMLButtonElement>(null)
  const panelId = useId()
  const { log } = usePollLog()
  useEffect(() => log.subscribe(() => undefined), [log])

  const close = () => {
    setIsOpenHere(false)
    onClose?.()
    // It was hidden until now.
    setTimeout(() => button.current?.focus())
  }
  return (
    <div
      className="video-task-devtools"
      data-part="floating"
      data-theme={props.theme}
      data-position={position}
      ref={root}
      onKeyDown={({ key, defaultPrevented }) => {
        if (key === 'Escape' && isOpen && !defaultPrevented) close()
      }}
    >
      {isOpen ? (
        <Panel {...panel} id={panelId} onClose={close} />
      ) : isOpenByApp === undefined ? (
        <button
          type="button"
          data-part="opener"
          aria-expanded={false}
          aria-label="Open video task devtools"
          title="Video task devtools"
          ref={button}
          onClick={() => setIsOpenHere(true)}
        >
          <span data-part="logo" aria-hidden="true" />
        </button>
      ) : null}
    </div>
  )
}

/** The panel alone, which fills its parent. */
export function DevtoolsPanel(props: VideoTaskDevtoolsPanelProps) {
  const root = useStyledRoot()
  return (
    <div className="video-task-devtools" data-part="embedded" data-theme={props.theme} ref={root}>
      <Panel {...props} />
    </div>
  )
}

interface PanelProps extends VideoTaskDevtoolsPanelProps {
  id?: string
  onClose?: () => void
}

function Panel({ emulator = false, id, onClose }: PanelProps) {
  const { log, settings } = usePollLog()
  const page = useSyncExternalStore(log.subscribe, log.current, log.current)
  const now = useNow()
  const [selected, setSelected] = useState<string>()
  const closer = useRef<HTMLButtonElement>(null)
  const task = page.tasks.find(({ hash }) => hash === selected) ?? page.tasks[0]

  const isFloating = onClose !== undefined
  useEffect(() => {
    if (isFloating) closer.current?.focus()
  }, [isFloating])
  return (
    <section data-part="panel" aria-label="Video task devtools" lang="en" dir="ltr" id={id}>
      <header data-part="header">
        <h2>
          <span data-part="logo" aria-hidden="true" />
          Video tasks
        </h2>
        <PageFacts page={page} settings={settings} now={now} />
        {onClose && (
          <button type="button" data-part="close" aria-label="Close" ref={closer} onClick={onClose}>
            <span aria-hidden="true">✕</span>
          </button>
        )}
      </header>
      {emulator !== false && <Scenarios scenarios={emulator} settings={settings} model={modelOf(page)} />}
      <div data-part="columns">
        <TaskList tasks={page.tasks} selected={task?.hash} onSelect={setSelected} now={now} />
        {task && <TaskDetails key={task.hash} log={task} settings={settings} now={now} />}
      </div>
    </section>
  )
}

/** The model of the newest task that names one. */
const modelOf = ({ tasks }: PageLog) => tasks.find(({ task }) => task?.model)?.task?.model

/** The log of the page, which follows the provider's settings. */
function usePollLog(): { log: PollLog; settings: DevtoolsSettings } {
  const log = pollLogOf(useQueryClient())
  const settings = useContext(VideoTaskContext) ?? NO_SETTINGS
  useEffect(() => log.configure(settings), [log, settings])
  return { log, settings }
}

const NO_SETTINGS: DevtoolsSettings = {}

/** How often countdowns are shown again, in ms. */
const TICK_MS = 500

/** Milliseconds of this machine's clock, as of the last tick. */
function useNow(): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS)
    return () => clearInterval(timer)
  }, [])
  return now
}

/** A ref of the root element, whose tree gets the styles. */
function useStyledRoot() {
  const root = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => (root.current ? adoptStyles(root.current) : undefined), [])
  return root
}

/**
 * Gives the styles to the document or shadow root that holds an element. A constructed sheet, so that a strict content security
 * policy allows it without a nonce.
 *
 * @returns removes them
 */
function adoptStyles(element: Element): () => void {
  const tree = element.getRootNode()
  const view = element.ownerDocument.defaultView
  if (!view || !hasSheets(tree)) return () => undefined
  const sheet = new view.CSSStyleSheet()
  sheet.replaceSync(CSS)
  tree.adoptedStyleSheets = [...tree.adoptedStyleSheets, sheet]
  return () => {
    tree.adoptedStyleSheets = tree.adoptedStyleSheets.filter((other) => other !== sheet)
  }
}

const hasSheets = (tree: Node): tree is Document | ShadowRoot => 'adoptedStyleSheets' in tree
