import { fail, pass, type Verdict } from '../results.js'

/** A requirement for a task store, by the name in results. */
export type TaskStoreRequirement =
  'round-trip' | 'replace' | 'delete' | 'owners' | 'order' | 'pages' | 'pending' | 'at-once'

/** A row as a task store takes and returns it. */
export interface CheckedTaskRow {
  id: string
  owner: string
  /** Milliseconds since 1970. */
  createdAt: number
  isPending: boolean
  data: string
}

/** The four functions of a task store, the `tasks` of `createVideoProxy`. */
export interface CheckedTaskStore {
  put: (row: CheckedTaskRow) => unknown
  get: (id: string) => unknown
  list: (
    query: ({ owner: string; isPending?: undefined } | { isPending: true; owner?: undefined }) & {
      limit: number
      after?: { createdAt: number; id: string } | undefined
    },
  ) => unknown
  delete: (id: string) => unknown
}

/** The rows of one check. */
export interface CheckRows extends Pick<CheckedTaskStore, 'get' | 'list' | 'delete'> {
  /** Makes a row whose id and owner are no other's. */
  make: (fields?: Partial<CheckedTaskRow>) => CheckedTaskRow
  put: (...rows: CheckedTaskRow[]) => Promise<void>
  clean: () => Promise<void>
}

/** In the year 2193: the rows of a check come before all others. More milliseconds than 32 bits hold. */
export const FIRST_TIME = 7_050_000_000_000

/** The requirements in the order of the check. */
export const taskStoreChecks: readonly (readonly [
  TaskStoreRequirement,
  description: string,
  check: (rows: CheckRows) => Promise<Verdict>,
])[] = [
  [
    'round-trip',
    'A row is read as it was written: text of any kind, the time as a number, `isPending` as a boolean.',
    async ({ make, put, get }) => {
      const rows = [
        make({ id: 'a', isPending: true, data: ODD_TEXT }),
        make({
          id: `b'; drop table x; --`,
          owner: '"%_\\',
          data: JSON.stringify({ text: 'x'.repeat(100_000) }),
        }),
      ]
      await put(...rows)
      const read = await Promise.all(rows.map(async ({ id }) => get(id)))
      const none = await get(make({ id: 'nothing' }).id)
      if (none !== null && none !== undefined) return fail(`get of an unknown id returned ${show(none)}`)
      return compare('get', read, rows)
    },
  ],
  [
    'replace',
    'A row takes the place of the one with its id, in every list as well.',
    async ({ make, put, get, list }) => {
      const [before, after] = [
        make({ isPending: true }),
        make({ owner: 'bob', createdAt: FIRST_TIME + 5, data: '[1]' }),
      ]
      await put(before, after)
      const read = [await get(after.id), await list({ owner: before.owner, limit: 9 })]
      return compare('get, and the list of its former owner', read, [after, []])
    },
  ],
  [
    'delete',
    'A deleted row is gone, and deleting nothing is no error.',
    async ({ make, put, get, list, delete: remove }) => {
      const row = make()
      await put(row)
      await remove(row.id)
      await remove(row.id)
      return compare(
        'get and list',
        [(await get(row.id)) ?? null, await list({ owner: row.owner, limit: 9 })],
        [null, []],
      )
    },
  ],
  [
    'owners',
    'A list holds the rows of exactly this owner: in the same case, with no wildcard.',
    async ({ make, put, list }) => {
      const rows = ['ann', 'Ann', 'ann ', 'a%', 'a_n', `' or ''='`].map((owner, index) =>
        make({ id: `${index}`, owner }),
      )
      await put(...rows)
      const lists = await Promise.all(rows.map(async ({ owner }) => list({ owner, limit: 9 })))
      return compare(
        'the lists of six owners',
        lists,
        rows.map((row) => [row]),
      )
    },
  ],
  [
    'order',
    'A list is sorted by time, the newest first, and equal times by the character codes of the ids downwards.',
    async ({ make, put, list }) => {
      const rows = [
        make({ id: 'z', createdAt: FIRST_TIME + 2 }),
        ...['a', '_', 'B', 'A', '1', '-'].map((id) => make({ id, createdAt: FIRST_TIME + 1 })),
        make({ id: 'zz' }),
      ]
      await put(...rows.toReversed())
      return compare('list', await list({ owner: make().owner, limit: 99 }), rows)
    },
  ],
  [
    'pages',
    'With `limit` and `after` a list is read page by page, each row once, also after one that was deleted.',
    async ({ make, put, list, delete: remove }) => {
      const rows = Array.from({ length: 9 }, (_, index) =>
        make({ id: `${9 - index}`, createdAt: FIRST_TIME + 9 - Math.floor(index / 3) }),
      )
      await put(...rows)
      const { owner } = make()
      const pages: unknown[] = []
      for (let start = 0; start < rows.length; start += 4) {
        const after = rows[start - 1]
        if (after) await remove(after.id)
        pages.push(
          await list({ owner, limit: 4, after: after && { createdAt: after.createdAt, id: after.id } }),
        )
      }
      return compare('the pages', pages, [rows.slice(0, 4), rows.slice(4, 8), rows.slice(8)])
    },
  ],
  [
    'pending',
    'The list of what is pending has the rows of all owners, without one too, and no others.',
    async ({ make, put, list }) => {
      const rows = [
        { ...make({ id: 'a', isPending: true, createdAt: FIRST_TIME + 3 }), owner: '' },
        make({ id: 'b', isPending: true, owner: 'bob', createdAt: FIRST_TIME + 2 }),
        make({ id: 'c', isPending: true, createdAt: FIRST_TIME + 1 }),
      ]
      const [first, second, third] = rows
      await put(...rows, make({ id: 'd', createdAt: FIRST_TIME + 4 }))
      const pages = [
        await list({ isPending: true, limit: 2 }),
        await list({ isPending: true, limit: 1, after: second }),
      ]
      return compare('two pages', pages, [[first, second], [third]])
    },
  ],
  [
    'at-once',
    'Rows that are written at the same time are all kept, and those of one id are one.',
    async ({ make, put, list }) => {
      const rows = Array.from({ length: 20 }, (_, index) => make({ id: `${index}`.padStart(2, '0') }))
      await Promise.all([...rows, ...rows].map((row) => put(row)))
      return compare('list', await list({ owner: make().owner, limit: 99 }), rows.toReversed())
    },
  ],
]

/** What tables, drivers and collations change. */
const ODD_TEXT = JSON.stringify({
  text: `Ünï \u{1F98A} "quoted" 'single' \\ \u0000 \r\n\t %s $1 ?1`,
  big: 2 ** 53,
})

function compare(what: string, found: unknown, expected: unknown): Verdict {
  const [text, wanted] = [show(found), show(expected)]
  return text === wanted
    ? pass(`${what}: as expected`)
    : fail(`${what}: expected ${short(wanted)}, read ${short(text)}`)
}

/** As JSON, of rows the five fields: a driver may return them in another order, and with columns of the app's own. */
const show = (value: unknown): string =>
  JSON.stringify(value, (_, item: unknown) => {
    if (typeof item === 'bigint') return `bigint ${item}`
    if (typeof item !== 'object' || item === null || !('data' in item)) return item
    return FIELDS.map((name): unknown => Reflect.get(item, name))
  }) ?? 'undefined'

const FIELDS = ['id', 'owner', 'createdAt', 'isPending', 'data']

const short = (text: string) => (text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text)

/** Characters of a value in the evidence. */
const MAX_SHOWN = 600
