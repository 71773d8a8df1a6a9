import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { archiveFolder } from '../support/archiveFolder.js'
import {
  createTestProxy,
  form,
  post,
  readForm,
  TASK,
  type UpstreamRequest,
} from '../support/createTestProxy.js'
import { collectOpened } from '../support/openedFiles.js'

afterEach(() => void vi.unstubAllEnvs())

const OPTIONS = { maxBodyBytes: 1_000_000 }
const PICTURE = Uint8Array.from({ length: 300_000 }, (_, index) => index % 251)

function createWithPicture(): Request {
  const data = form()
  data.set('input_reference', new Blob([PICTURE], { type: 'image/png' }), 'fox.png')
  return post({}, data)
}

/** Whether the picture that the API gets is the one that was sent. */
async function hasPicture(request: UpstreamRequest): Promise<boolean> {
  const file = (await readForm(request)).get('input_reference')
  if (!(file instanceof File)) throw new Error('No picture')
  return Buffer.from(await file.arrayBuffer()).equals(PICTURE)
}

/** Where temporary files go, on each system. */
const moveTemporary = (folder: string) => {
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, folder)
}

describe('a large picture of a create', () => {
  it('is in no folder while it is sent', async () => {
    const folder = await archiveFolder()
    moveTemporary(folder)
    const names: string[] = []
    const received: boolean[] = []
    const { proxy } = createTestProxy(async (request) => {
      names.push(...(await readdir(folder)))
      received.push(await hasPicture(request))
      return Response.json(TASK)
    }, OPTIONS)
    expect((await proxy(createWithPicture())).status).toBe(200)
    expect([received, names]).toEqual([[true], []])
  })

  it('stays in memory where no temporary file can be written', async () => {
    moveTemporary(join(await archiveFolder(), 'missing'))
    const received: boolean[] = []
    const { proxy } = createTestProxy(async (request) => {
      received.push(await hasPicture(request))
      return Response.json(TASK)
    }, OPTIONS)
    expect((await proxy(createWithPicture())).status).toBe(200)
    expect(received).toEqual([true])
  })

  it.each([200, 400])('is in a file, closed once the create is answered with %d', async (status) => {
    const opened = collectOpened()
    const { proxy } = createTestProxy(async ({ init }) => {
      await new Response(init.body).arrayBuffer()
      return status === 200 ? Response.json(TASK) : Response.json({ error: { message: 'No' } }, { status })
    }, OPTIONS)
    expect((await proxy(createWithPicture())).status).toBe(status)
    expect(opened.map(({ fd }) => fd)).toEqual([-1])
  })
})
