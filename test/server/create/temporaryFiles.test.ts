import { open, readdir } from 'node:fs/promises'
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

afterEach(() => void vi.unstubAllEnvs())

const OPTIONS = { maxBodyBytes: 1_000_000 }
const PICTURE = Uint8Array.from({ length: 300_000 }, (_, index) => index % 251)

function createWithPicture(): Request {
  const data = form()
  data.set('input_reference', new Blob([PICTURE], { type: 'image/png' }), 'fox.png')
  return post({}, data)
}

async function readPicture(request: UpstreamRequest): Promise<Uint8Array> {
  const file = (await readForm(request)).get('input_reference')
  if (!(file instanceof File)) throw new Error('No picture')
  return new Uint8Array(await file.arrayBuffer())
}

/** Where temporary files go, on each system. */
const moveTemporary = (folder: string) => {
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, folder)
}

/** The lowest number that is free for another open file. */
async function nextDescriptor(folder: string): Promise<number> {
  const file = await open(join(folder, 'probe'), 'w')
  const { fd } = file
  await file.close()
  return fd
}

describe('a large picture of a create', () => {
  it('is in no folder while it is sent', async () => {
    const folder = await archiveFolder()
    moveTemporary(folder)
    const names: string[] = []
    const received: Uint8Array[] = []
    const { proxy } = createTestProxy(async (request) => {
      names.push(...(await readdir(folder)))
      received.push(await readPicture(request))
      return Response.json(TASK)
    }, OPTIONS)
    expect((await proxy(createWithPicture())).status).toBe(200)
    expect([received, names]).toEqual([[PICTURE], []])
  })

  it('stays in memory where no temporary file can be written', async () => {
    moveTemporary(join(await archiveFolder(), 'missing'))
    const received: Uint8Array[] = []
    const { proxy } = createTestProxy(async (request) => {
      received.push(await readPicture(request))
      return Response.json(TASK)
    }, OPTIONS)
    expect((await proxy(createWithPicture())).status).toBe(200)
    expect(received).toEqual([PICTURE])
  })

  it.each([200, 400])('leaves no file open after a create that is answered with %d', async (status) => {
    const folder = await archiveFolder()
    const { proxy } = createTestProxy(async ({ init }) => {
      await new Response(init.body).arrayBuffer()
      return status === 200 ? Response.json(TASK) : Response.json({ error: { message: 'No' } }, { status })
    }, OPTIONS)
    await proxy(createWithPicture())
    const before = await nextDescriptor(folder)
    for (let index = 0; index < 20; index++) expect((await proxy(createWithPicture())).status).toBe(status)
    // Other files of the process may be opened meanwhile, not one for each create.
    expect(await nextDescriptor(folder)).toBeLessThan(before + 10)
  })
})
