// A card in every state, as wide as the page. Query parameters: `variant` and `labels` of the cards; `longer` for words a
// third longer than English; `video`, the URL of the completed one; `direction`; `layout`, for a list of them.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { createVideoClient, type VideoTask, videoTaskKeys, VideoTaskProvider } from 'react-video-task'
import { VideoTaskCard, VideoTaskList } from 'react-video-task/components'
import { englishErrorMessages, englishMessages } from 'react-video-task/messages'
import 'react-video-task/styles.css'
import './page.css'

const settings = new URLSearchParams(location.search)
document.documentElement.dir = settings.get('direction') ?? 'ltr'

const common = { object: 'video', progress: 0, model: 'wan2.6', prompt: 'A fox', size: '1280x720' } as const
const observed = { first_seen: 0, highest_progress: 41, last_change: 0, watched_from: 0 }
const video_url = settings.get('video') ?? 'https://cdn.example.com/a.mp4'
const error = { message: 'No', code: 'moderation', request_id: '20261124a7f3' }
const tasks: VideoTask[] = [
  { ...common, id: 'queued', status: 'queued' },
  { ...common, id: 'started', status: 'in_progress' },
  { ...common, id: 'in_progress', status: 'in_progress', progress: 64 },
  { ...common, id: 'stalled', status: 'in_progress', progress: 41, observed: { ...observed, stalled: 1 } },
  { ...common, id: 'completed', status: 'completed', progress: 100, video_url },
  {
    ...common,
    id: 'expired',
    status: 'completed',
    progress: 100,
    observed: { ...observed, expired: 1, unplayable: false },
  },
  { ...common, id: 'failed', status: 'failed', error },
  { ...common, id: 'error', status: 'error' },
]
const queryClient = new QueryClient()
for (const task of tasks) queryClient.setQueryData(videoTaskKeys.detail(task.id), task)
const client = createVideoClient({
  baseURL: '/v1',
  fetch: (input) =>
    String(input instanceof Request ? input.url : input).endsWith('refused')
      ? Promise.resolve(new Response('', { status: 401 }))
      : new Promise<Response>(() => {}),
})

/** Makes every text of a catalogue a third longer, as some languages are. */
function longer<Words>(words: Words): Words
function longer(words: unknown): unknown {
  if (typeof words === 'string') return words + words.slice(0, Math.ceil(words.length / 3)).toLowerCase()
  if (typeof words === 'function') return (...args: unknown[]) => longer(words(...args))
  if (typeof words !== 'object' || words === null) return words
  return Object.fromEntries(Object.entries(words).map(([name, value]) => [name, longer(value)]))
}

const words = { ...englishMessages, errors: englishErrorMessages }
const messages = settings.has('longer') ? { ...longer(words), locale: 'en' } : words

const root = document.getElementById('root')
if (!root) throw new Error('The page has no root.')
const details = {
  title: 'A fox runs through fresh snow, golden hour, slow dolly shot',
  onRetry: () => {},
  onAgain: () => {},
  onEditPrompt: () => {},
  onDelete: () => {},
  actions: [
    { label: 'Share with the team', onSelect: () => {} },
    { label: 'Use as a reference', onSelect: () => {} },
  ],
  time: true,
}
const ids = ['loading', 'refused', ...tasks.map(({ id }) => id)]
createRoot(root).render(
  <QueryClientProvider client={queryClient}>
    <VideoTaskProvider client={client} messages={messages}>
      {settings.has('layout') ? (
        <VideoTaskList
          taskIds={ids}
          layout={settings.get('layout') === 'rows' ? 'rows' : 'gallery'}
          details={() => details}
        />
      ) : (
        [null, ...ids].map((id) => (
          <VideoTaskCard
            key={id}
            taskId={id}
            variant={settings.get('variant') === 'compact' ? 'compact' : 'full'}
            labels={settings.get('labels') === 'text' ? 'text' : 'icons'}
            {...details}
          />
        ))
      )}
    </VideoTaskProvider>
  </QueryClientProvider>,
)
