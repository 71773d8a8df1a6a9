import { createVideoProxy } from 'react-video-task/server'
const body = JSON.stringify({ id: 't', object: 'video', model: 'wan2.6', status: 'in_progress', progress: 45, created_at: 1773297002, prompt: 'A fox in the snow' })
const fetch = async (_u: string, _i?: unknown) => new Response(body, { headers: { 'content-type': 'application/json', 'content-length': String(body.length), date: 'x', connection: 'keep-alive' } })
const proxy = createVideoProxy({ apiKey: 'sk-bench-0123456789', authorize: () => true, baseURL: 'http://u.test/v1', fetch })
const c = new AbortController()
const N = 5000
const variants: Record<string, () => Promise<unknown>> = {
  bare: async () => { const r = await fetch('x'); return new Response(r.body, { status: r.status, headers: r.headers }).arrayBuffer() },
  ours: async () => (await proxy(new Request('http://a.test/v1/videos/t', { signal: new AbortController().signal }))).arrayBuffer(),
  req: async () => new Request('http://a.test/v1/videos/t', { signal: new AbortController().signal }),
}
for (let r = 0; r < 5; r++) for (const [n, f] of Object.entries(variants)) {
  const t = process.cpuUsage(); for (let i = 0; i < N; i++) await f()
  const u = process.cpuUsage(t); console.log(n, ((u.user + u.system) / N).toFixed(1), 'us')
}
