import OpenAI from 'openai'
import type { VideoProxyTaskRow, VideoProxyTaskStore } from 'react-video-task/server'
import { checkTaskStore } from 'react-video-task/testing'
import { describe, expect, it } from 'vitest'

/** Makes a row of the user `ann`. */
export const row = (id: string, fields: Partial<VideoProxyTaskRow> = {}): VideoProxyTaskRow => ({
  ...{
    id,
    owner: 'ann',
    createdAt: 1_760_000_000_000,
    isPending: false,
    data: '{"a":"Ünïcode \\u0000 \'quoted\'"}',
  },
  ...fields,
})

/** Defines the tests that each task store has to pass. */
export function testTaskStore(
  name: string,
  open: () => VideoProxyTaskStore | Promise<VideoProxyTaskStore>,
): void {
  describe(`a task store in ${name}`, { timeout: 60_000 }, () => {
    it('returns a row as it was put, replaces it, and removes it', async () => {
      const store = await open()
      const first = row('video_1', { isPending: true })
      await store.put(first)
      expect(await store.get('video_1')).toEqual(first)
      const second = row('video_1', { owner: 'bob', createdAt: 5, data: '{}' })
      await store.put(second)
      expect(await store.get('video_1')).toEqual(second)
      await store.delete('video_1')
      await store.delete('video_1')
      expect((await store.get('video_1')) ?? undefined).toBeUndefined()
    })

    it('takes texts as they are, never as SQL', async () => {
      const store = await open()
      const hostile = row(`'; drop table video_tasks; --`, { owner: `' or '1'='1`, data: '"%_\\\'' })
      await store.put(hostile)
      await store.put(row('video_1'))
      expect(await store.get(hostile.id)).toEqual(hostile)
      expect(await store.list({ owner: hostile.owner, limit: 9 })).toEqual([hostile])
    })

    it("pages through one owner's rows, the newest first, each exactly once, equal times included", async () => {
      const store = await open()
      const rows = Array.from({ length: 25 }, (_, index) =>
        row(`Video_${String.fromCharCode(65 + ((index * 7) % 25))}`, { createdAt: Math.floor(index / 4) }),
      )
      for (const one of rows) {
        await store.put(one)
        await store.put(row(`${one.id}-of-bob`, { owner: 'bob', createdAt: one.createdAt }))
      }
      const sorted = [...rows].sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1))
      const seen: VideoProxyTaskRow[] = []
      for (let after: VideoProxyTaskRow | undefined; ; after = seen.at(-1)) {
        const page = await store.list({ owner: 'ann', limit: 4, after })
        seen.push(...page)
        if (page.length < 4) break
      }
      expect(seen).toEqual(sorted)
    })

    it('passes checkTaskStore', async () => {
      const results = await checkTaskStore(await open())
      expect(results.filter(({ status }) => status !== 'pass')).toEqual([])
    })

    it('lists what is pending, of all owners', async () => {
      const store = await open()
      await store.put(row('a', { isPending: true, createdAt: 1 }))
      await store.put(row('b', { createdAt: 2 }))
      await store.put(row('c', { isPending: true, owner: '', createdAt: 3 }))
      const pending = await store.list({ isPending: true, limit: 10 })
      expect(pending.map(({ id }) => id)).toEqual(['c', 'a'])
    })
  })
}

/** Lets an OpenAI client page through the list of a new proxy in front of `startVideoApi`, and delete from it. */
export async function expectOpenAIList(proxy: {
  baseURL: string
  create: (user: string) => Promise<string>
}): Promise<void> {
  for (let index = 0; index < 3; index++) await proxy.create('ann')
  const client = new OpenAI({ apiKey: 'unused', baseURL: proxy.baseURL })
  const ids: string[] = []
  for await (const video of client.videos.list({ limit: 2 })) ids.push(video.id)
  expect(ids).toEqual(['video_3', 'video_2', 'video_1'])
  await client.videos.delete('video_2')
  expect((await client.videos.list()).data.map(({ id }) => id)).toEqual(['video_3', 'video_1'])
}
