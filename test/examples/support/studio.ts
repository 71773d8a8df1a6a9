import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { onTestFinished } from 'vitest'
import { openPage } from '../../support/openPage.js'
import { serve } from '../../support/serve.js'
import { type RunningApi, type RunningApp, startApi, startExample } from './apps.js'

/** The public catalogue of the vendor's models, as far as the studio reads it. */
const CATALOGUE = {
  success: true,
  data: [
    { id: 'wan2.6', model_type: 'video', pricing: { per_second: 0.08, per_request: null } },
    { id: 'sora-2', model_type: 'video', pricing: { per_second: null, per_request: 0.16 } },
  ],
}

/** The studio and the API behind it. */
export interface RunningStudio extends RunningApp {
  api: RunningApi
  /** Where it keeps users, tasks and films. */
  folder: string
  /** Signs a user up in a page of its own, or in where it has an account. */
  open: (name: string, isNew?: boolean) => Promise<Page>
  /** Signs a user up, or in, and returns a `fetch` with its session. */
  signUp: (name: string, isNew?: boolean) => Promise<StudioFetch>
}

export type StudioFetch = (path: string, init?: RequestInit) => Promise<Response>

const PASSWORD = 'a password of the tests'

/** Starts the studio in a process of its own, with an empty folder, until the test ends. */
export async function startStudio({
  duration = 2_000,
  env: extra = {},
  api,
  folder = makeFolder(),
}: {
  duration?: number
  env?: Record<string, string>
  api?: RunningApi
  /** That of another instance, to share its users and tasks. */
  folder?: string
} = {}): Promise<RunningStudio> {
  const running = api ?? (await startApi({ duration }))
  const env = {
    ...running.env,
    STUDIO_FOLDER: folder,
    BETTER_AUTH_SECRET: '4f1c9a7be2d05836c1f7a90d4be83725',
    CATALOGUE_URL: `${await serve(() => Response.json(CATALOGUE))}/api/models`,
    ...extra,
  }
  const app = await startExample('studio', { args: ['--import', 'tsx', 'server.ts'], env })
  const userOf = (name: string) => ({ email: `${name}@example.com`, password: PASSWORD })

  async function open(name: string, isNew = true) {
    const page = await openPage(app.origin)
    await page.getByLabel('Email').fill(userOf(name).email)
    await page.getByLabel('Password').fill(PASSWORD)
    await page.getByRole('button', { name: isNew ? 'Create an account' : 'Sign in' }).click()
    await page.getByRole('button', { name: 'Sign out' }).waitFor()
    return page
  }

  async function signUp(name: string, isNew = true): Promise<StudioFetch> {
    const send = (path: string, init?: RequestInit) =>
      fetch(`${app.origin}${path}`, { ...init, headers: { origin: app.origin, ...init?.headers } })
    const answer = await send(`/api/auth/sign-${isNew ? 'up' : 'in'}/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...userOf(name), name }),
    })
    if (!answer.ok) throw new Error(`The sign-up of ${name} was answered with ${answer.status}`)
    const cookie = answer.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ')
    return (path, init) => send(path, { ...init, headers: { cookie, ...init?.headers } })
  }

  return { ...app, api: running, folder, open, signUp }
}

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'studio-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Creates a video by HTTP. */
export function createVideo(send: StudioFetch, prompt: string): Promise<Response> {
  const body = new FormData()
  body.set('model', 'wan2.6')
  body.set('prompt', prompt)
  return send('/api/v1/videos', { method: 'POST', body })
}

/** The user's videos as the studio lists them, newest first. */
export async function listVideos(
  send: StudioFetch,
): Promise<{ id: string; title: string; status: string }[]> {
  const { data } = Object(await (await send('/api/v1/videos')).json())
  return data
}
