import type { VideoProxyTaskRow } from 'react-video-task/server'
import { checkTaskStore, type TaskStoreRequirement } from 'react-video-task/testing'
import { describe, expect, it } from 'vitest'
import { createStore, failures, type Fault } from './support/createTaskStore.js'

describe('checkTaskStore', () => {
  it('passes a correct store, leaves its rows alone and nothing behind', async () => {
    const { rows, store } = createStore()
    const own = { id: 'mine', owner: 'ann', createdAt: Date.now(), isPending: true, data: '{}' }
    store.put(own)
    const results = await checkTaskStore(store)
    expect(results.map(({ requirement, status }) => [requirement, status])).toEqual(
      ['round-trip', 'replace', 'delete', 'owners', 'order', 'pages', 'pending', 'at-once'].map((name) => [
        name,
        'pass',
      ]),
    )
    expect([...rows.values()]).toEqual([own])
  })

  it('writes rows of the year 2193 alone, which no purge of old tasks deletes', async () => {
    const { store } = createStore()
    const years = new Set<number>()
    await checkTaskStore({
      ...store,
      put: (row) => {
        years.add(new Date(row.createdAt).getUTCFullYear())
        store.put(row)
      },
    })
    expect([...years]).toEqual([2193])
  })

  it('passes one whose rows have further columns, in another order', async () => {
    const { store } = createStore()
    const widen = ({ data, ...row }: VideoProxyTaskRow) => ({ data, tenant: 7, ...row })
    expect(
      await failures({
        ...store,
        get: (id) => {
          const row = store.get(id)
          return row ? widen(row) : null
        },
        list: (query) => store.list(query).map(widen),
      }),
    ).toEqual([])
  })

  it.each<[string, TaskStoreRequirement, Fault]>([
    [
      'booleans as numbers',
      'round-trip',
      ({ store }) => ({
        get: (id) => {
          const row = store.get(id)
          return row && Object.assign({ ...row }, { isPending: Number(row.isPending) })
        },
      }),
    ],
    [
      'times as texts',
      'round-trip',
      ({ store }) => ({
        get: (id) => {
          const row = store.get(id)
          return row && Object.assign({ ...row }, { createdAt: `${row.createdAt}` })
        },
      }),
    ],
    [
      'texts that are cut',
      'round-trip',
      ({ store }) => ({
        put: (row) => store.put({ ...row, data: row.data.slice(0, 65_535) }),
      }),
    ],
    [
      'an insert that ignores what is there',
      'replace',
      ({ store, rows }) => ({
        put: (row) => (rows.has(row.id) ? undefined : store.put(row)),
      }),
    ],
    [
      'a delete of nothing that throws',
      'delete',
      ({ store, rows }) => ({
        delete: (id) => {
          if (!rows.has(id)) throw new Error('no such row')
          store.delete(id)
        },
      }),
    ],
    [
      'owners in any case',
      'owners',
      ({ store, rows }) => ({
        list: (query) =>
          query.owner === undefined
            ? store.list(query)
            : [...rows.values()].filter(({ owner }) => owner.toLowerCase() === query.owner.toLowerCase()),
      }),
    ],
    [
      'a collation of words',
      'order',
      ({ store }) => ({
        list: (query) =>
          store
            .list({ ...query, limit: 999 })
            .sort((a, b) => b.createdAt - a.createdAt || b.id.localeCompare(a.id))
            .slice(0, query.limit),
      }),
    ],
    [
      'a limit that is ignored',
      'pages',
      ({ store }) => ({ list: (query) => store.list({ ...query, limit: 999 }) }),
    ],
    [
      'a cursor that compares times alone',
      'pages',
      ({ store }) => ({
        list: ({ after, ...query }) =>
          store
            .list({ ...query, limit: 999 })
            .filter(({ createdAt }) => !after || createdAt < after.createdAt)
            .slice(0, query.limit),
      }),
    ],
    [
      'a cursor that must exist',
      'pages',
      ({ store, rows }) => ({
        list: (query) => (query.after && !rows.has(query.after.id) ? [] : store.list(query)),
      }),
    ],
    [
      'pending rows of owners alone',
      'pending',
      ({ store }) => ({
        list: (query) => store.list(query).filter(({ owner }) => owner !== ''),
      }),
    ],
    [
      'a store that is full',
      'at-once',
      ({ store, rows }) => ({
        put: (row) => {
          if (rows.size >= 10) throw new Error('database or disk is full')
          store.put(row)
        },
      }),
    ],
  ])('finds %s', async (_, requirement, fault) => {
    const parts = createStore()
    expect(await failures({ ...parts.store, ...fault(parts) })).toContain(requirement)
  })

  it('says what it wrote and what it read, and never rejects', async () => {
    const down = () => Promise.reject(new Error('connection refused'))
    const results = await checkTaskStore({ put: down, get: down, list: down, delete: down })
    for (const { status, evidence } of results) {
      expect([status, evidence]).toEqual(['fail', 'The store failed: Error: connection refused'])
    }
    const { store } = createStore()
    const [first] = await checkTaskStore({ ...store, get: () => undefined })
    expect(first?.evidence).toMatch(/^get: expected .*, read \[null,null\]$/s)
  })
})
