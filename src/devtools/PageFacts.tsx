'use client'

import { focusManager, onlineManager, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { queueOf } from '../query/requestQueue.js'
import type { PageLog } from './log/pollLog.js'
import type { DevtoolsSettings } from './log/pollPlan.js'
import { countdown, duration, timeOfDay } from './words.js'

interface PageFactsProps {
  page: PageLog
  settings: DevtoolsSettings
  now: number
}

/** What polls of the whole page wait for: requests, the limit of the key, batches, tabs, the page itself. */
export function PageFacts({ page, settings, now }: PageFactsProps) {
  const queue = queueOf(useQueryClient())
  const waiting = queue.waiting.size
  const fetching = page.tasks.filter(({ polls }) => polls.at(-1)?.outcome === undefined && polls.length > 0)
  const key = keyText(page, settings, queue, now)
  return (
    <dl data-part="facts" aria-label="Page">
      <Fact name="Requests" isActive={waiting > 0}>
        {Math.max(0, fetching.length - waiting)} in flight, {waiting} waiting
      </Fact>
      <Fact name="Key" isActive={key !== undefined}>
        {key ?? 'no limit'}
      </Fact>
      <Fact name="Batches">{batchText(page, settings)}</Fact>
      <Fact name="Tabs">{tabsText(page, settings)}</Fact>
      <Fact name="Page" isActive={!focusManager.isFocused() || !onlineManager.isOnline()}>
        {focusManager.isFocused() ? 'visible' : 'hidden'}, {onlineManager.isOnline() ? 'online' : 'offline'}
      </Fact>
    </dl>
  )
}

/** A name and its value. */
export function Fact(props: { name: string; children: ReactNode; isActive?: boolean | undefined }) {
  return (
    <div data-active={props.isActive ? '' : undefined}>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  )
}

/** What the limit of the key leaves allowed, and which answer named it; undefined without a limit. */
function keyText(
  { limit: answer }: PageLog,
  { client }: DevtoolsSettings,
  { limits }: ReturnType<typeof queueOf>,
  now: number,
): string | undefined {
  const limit = client && limits.get(client)
  if (!limit) return undefined
  const of = answer?.id === undefined ? 'a create' : `the poll of ${answer.id}`
  const cause = answer ? `: ${answer.status ?? 'limit'} for ${of} at ${timeOfDay(answer.at)}` : ''
  if (limit.next === Infinity) return `one request tests the limit${cause}`
  const end = now + limit.next - performance.now()
  if (limit.isProbing && end > now) return `waits until ${timeOfDay(end)}, ${countdown(end, now)}${cause}`
  return `a request each ${duration(limit.pace)} after a limit${cause}`
}

function batchText({ batches }: PageLog, { client }: DevtoolsSettings): string {
  if (!client?.batch) return 'none'
  const { requests, polls } = batches
  return `up to ${client.batch.size} tasks a request; ${polls} polls in ${requests} ${requests === 1 ? 'request' : 'requests'}`
}

function tabsText({ tasks }: PageLog, { tabs }: DevtoolsSettings): string {
  if (!tabs) return 'not shared'
  const led = tasks.filter(({ isLeading }) => isLeading)
  return `this tab leads ${led.length} of ${tasks.length} tasks`
}
