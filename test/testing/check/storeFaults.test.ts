import type { VideoProxyTaskRow } from 'react-video-task/server'
import { checkTaskStore, type TaskStoreRequirement } from 'react-video-task/testing'
import { describe, expect, it } from 'vitest'
import { createStore, failures, type Fault } from './support/createTaskStore.js'

/** Reads each row with a change. */
const reading =
  (change: (row: VideoProxyTaskRow) => object): Fault =>
  ({ store }) => ({
    get: (id) => {
      const row = store.get(id)
      return row && Object.assign({ ...row }, change(row))
    },
  })

/** Updates a row, but not all of it. */
const keeping =
  (keep: (former: VideoProxyTaskRow) => Partial<VideoProxyTaskRow>): Fault =>
  ({ store, rows }) => ({
    put: (row) => {
      const former = rows.get(row.id)
      store.put({ ...row, ...(former && keep(former)) })
    },
  })

/** Finds the rows of an owner by another comparison. */
const comparing =
  (isSame: (owner: string, wanted: string) => boolean): Fault =>
  ({ store, rows }) => ({
    list: (query) =>
      query.owner === undefined
        ? store.list(query)
        : [...new Set([...rows.values()].map(({ owner }) => owner))]
            .filter((owner) => isSame(owner, query.owner))
            .flatMap((owner) => store.list({ ...query, owner })),
  })

describe('checkTaskStore', () => {
  it.each<[string, TaskStoreRequirement, Fault]>([
    ['ids that are padded', 'round-trip', reading(({ id }) => ({ id: `${id} ` }))],
    ['owners in capitals', 'round-trip', reading(({ owner }) => ({ owner: owner.toUpperCase() }))],
    [
      'owners without backslashes',
      'round-trip',
      reading(({ owner }) => ({ owner: owner.replaceAll('\\', '') })),
    ],
    [
      'an empty row for an unknown id',
      'round-trip',
      ({ store }) => ({
        get: (id) => store.get(id) ?? { id, owner: '', createdAt: 0, isPending: false, data: '' },
      }),
    ],
    ['an update that leaves the row pending', 'replace', keeping(({ isPending }) => ({ isPending }))],
    ['an update that keeps the time', 'replace', keeping(({ createdAt }) => ({ createdAt }))],
    ['an update that keeps the owner', 'replace', keeping(({ owner }) => ({ owner }))],
    ['an update that keeps the data', 'replace', keeping(({ data }) => ({ data }))],
    ['a delete of nothing at all', 'delete', () => ({ delete: () => undefined })],
    [
      'a delete that the list does not know of',
      'delete',
      ({ store }) => {
        const deleted = new Set<string>()
        return {
          get: (id) => (deleted.has(id) ? undefined : store.get(id)),
          delete: (id) => void deleted.add(id),
        }
      },
    ],
    ['owners without the spaces at their end', 'owners', comparing((a, b) => a.trimEnd() === b.trimEnd())],
    [
      'owners as patterns of any text',
      'owners',
      comparing(
        (owner, wanted) =>
          owner === wanted || (wanted.endsWith('%') && owner.startsWith(wanted.slice(0, -1))),
      ),
    ],
    [
      'owners as patterns of any letter',
      'owners',
      comparing(
        (owner, wanted) =>
          owner.length === wanted.length &&
          [...owner].every((char, at) => [char, '_'].includes(wanted[at] ?? '')),
      ),
    ],
    [
      'a list sorted by ids alone',
      'order',
      ({ store }) => ({
        list: ({ limit, ...query }) =>
          store
            .list({ ...query, limit: 999 })
            .sort((a, b) => (a.id < b.id ? 1 : -1))
            .slice(0, limit),
      }),
    ],
    [
      'rows that have ended among the pending ones',
      'pending',
      ({ store, rows }) => ({
        list: (query) =>
          query.owner === undefined
            ? [...rows.values()].sort((a, b) => b.createdAt - a.createdAt).slice(0, query.limit)
            : store.list(query),
      }),
    ],
  ])('finds %s', async (_, requirement, fault) => {
    const parts = createStore()
    expect(await failures({ ...parts.store, ...fault(parts) })).toContain(requirement)
  })

  it('says of each requirement what was read instead, and shows the start of long texts', async () => {
    const { store } = createStore()
    const results = await checkTaskStore({ ...store, get: () => undefined, list: () => undefined })
    const evidence = Object.fromEntries(results.map((result) => [result.requirement, result.evidence]))
    expect(evidence).toEqual({
      'round-trip': expect.stringMatching(/^get: expected \[\["[\w-]{36}-a",.{557}…, read \[null,null\]$/s),
      replace: expect.stringMatching(
        /^get, and the list of its former owner: expected \[\[.*,"\[1\]"\],\[\]\], read \[null,null\]$/,
      ),
      delete: 'get and list: expected [null,[]], read [null,null]',
      owners: expect.stringMatching(/^the lists of six owners: expected \[\[\[.*, read (\[|,?null){6,7}\]$/s),
      order: expect.stringMatching(/^list: expected \[\[.*, read undefined$/s),
      pages: expect.stringMatching(/^the pages: expected \[\[\[.*, read \[null,null,null\]$/s),
      pending: expect.stringMatching(/^two pages: expected \[\[\[.*, read \[null,null\]$/s),
      'at-once': expect.stringMatching(/^list: expected \[\[.*, read undefined$/s),
    })
  })

  it('shows a time that a driver reads as a bigint', async () => {
    const parts = createStore()
    const fault = reading(({ createdAt }) => ({ createdAt: BigInt(createdAt) }))
    const [, replace] = await checkTaskStore({ ...parts.store, ...fault(parts) })
    expect(replace?.evidence).toMatch(/, read \[\[.*,"bigint 7050000000005",false,"\[1\]"\],\[\]\]$/)
  })
})
