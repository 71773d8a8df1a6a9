import {
  type DefaultedQueryObserverOptions,
  notifyManager,
  type QueryClient,
  QueryObserver,
  type QueryObserverResult,
} from '@tanstack/react-query'
import type { VideoTaskError } from '../core/errors/VideoTaskError.js'
import { createListeners } from '../core/listeners.js'
import type { VideoTask } from '../core/task/videoTask.js'
import type { VideoTaskKey } from './videoTaskKeys.js'

/** The options of one query, with the client's defaults. */
export type TaskQueryOptions = DefaultedQueryObserverOptions<
  VideoTask,
  VideoTaskError,
  VideoTask,
  VideoTask,
  VideoTaskKey
>

type TaskObserver = QueryObserver<VideoTask, VideoTaskError, VideoTask, VideoTask, VideoTaskKey>

type TaskResult = QueryObserverResult<VideoTask, VideoTaskError>

/** The results of some queries, in their order. */
interface TaskResults {
  /** As a component may read them: it renders again only where something that it read has changed. */
  tracked: TaskResult[]
  raw: TaskResult[]
}

/** Watches many tasks for one component. */
export interface TaskQueries {
  subscribe: (listener: () => void) => () => void
  /** The results of these queries, which may be others than those that are watched. The same object until one changes. */
  current: (queries: readonly TaskQueryOptions[]) => TaskResults
  /** Watches these queries from now on. */
  update: (queries: readonly TaskQueryOptions[]) => void
}

/**
 * Creates a watch of many tasks. It does what TanStack's `QueriesObserver` does, except that a render without new options
 * costs nothing: that one matches all queries with all observers again, 12 ms for a thousand tasks.
 *
 * @param initial the queries of the first render
 */
export function createTaskQueries(
  queryClient: QueryClient,
  initial: readonly TaskQueryOptions[],
): TaskQueries {
  /** What renders have read of results. */
  const fields = new Set<keyof TaskResult>()
  const stops = new Map<TaskObserver, () => void>()
  let isWatched = false
  let queries = initial
  let entries = match(initial, [])
  let indexes = indexOf(entries)
  let results = read(entries)
  /** The results of queries that a render has asked for before `update`. */
  let preview: { queries: readonly TaskQueryOptions[]; results: TaskResults } | undefined

  const { subscribe, current: listeners } = createListeners(() => {
    isWatched = true
    notifyManager.batch(() => entries.forEach(watch))
    return () => {
      isWatched = false
      stops.forEach((stop) => stop())
      stops.clear()
    }
  })

  /** Each query with its observer: the one that has it already, or a new one. */
  function match(wanted: readonly TaskQueryOptions[], before: readonly Entry[]): Entry[] {
    const known = new Map(before.map(({ options, observer }) => [options.queryHash, observer]))
    return wanted.map((options) => ({
      options,
      observer: known.get(options.queryHash) ?? new QueryObserver(queryClient, options),
    }))
  }

  function read(list: readonly Entry[]): TaskResults {
    const both = list.map(({ observer, options }) => {
      const raw = observer.getOptimisticResult(options)
      return { raw, tracked: track(observer, raw) }
    })
    return { raw: both.map(({ raw }) => raw), tracked: both.map(({ tracked }) => tracked) }
  }

  function track(observer: TaskObserver, result: TaskResult): TaskResult {
    return observer.trackResult(result, (field) => {
      if (fields.has(field)) return
      fields.add(field)
      for (const { observer } of entries) observer.trackProp(field)
    })
  }

  function watch({ observer }: Entry) {
    const stop = observer.subscribe((result) => {
      const index = indexes.get(observer)
      if (index === undefined) return
      results = { raw: results.raw.slice(), tracked: results.tracked.slice() }
      results.raw[index] = result
      results.tracked[index] = track(observer, result)
      listeners().forEach((listener) => listener())
    })
    stops.set(observer, stop)
  }

  return {
    subscribe,
    current: (wanted) => {
      if (wanted === queries) return results
      if (preview?.queries !== wanted) preview = { queries: wanted, results: read(match(wanted, entries)) }
      return preview.results
    },
    update: (wanted) => {
      if (wanted === queries) return
      queries = wanted
      entries = match(wanted, entries)
      indexes = indexOf(entries)
      notifyManager.batch(() => {
        for (const entry of entries) {
          fields.forEach((field) => entry.observer.trackProp(field))
          entry.observer.setOptions(entry.options)
          if (isWatched && !stops.has(entry.observer)) watch(entry)
        }
        for (const [observer, stop] of stops) {
          if (indexes.has(observer)) continue
          stop()
          stops.delete(observer)
        }
      })
      const shown = preview?.queries === wanted ? preview.results : undefined
      results = read(entries)
      preview = undefined
      if (shown?.raw.every((result, index) => isEqual(result, results.raw[index]))) results = shown
      else listeners().forEach((listener) => listener())
    },
  }
}

interface Entry {
  options: TaskQueryOptions
  observer: TaskObserver
}

const indexOf = (entries: readonly Entry[]) =>
  new Map(entries.map(({ observer }, index) => [observer, index]))

const isEqual = (a: TaskResult, b: TaskResult | undefined) =>
  b && Object.entries(a).every(([name, value]) => Object.is(value, Reflect.get(b, name)))
