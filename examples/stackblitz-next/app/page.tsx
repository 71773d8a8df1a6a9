'use client'

import { useCreateVideoTask } from 'react-video-task'
import { VideoTaskCard } from 'react-video-task/components'

export default function Page() {
  const { mutate, data: task, error, variables } = useCreateVideoTask()
  const create = (data: FormData) => mutate({ model: 'wan2.6', prompt: String(data.get('prompt')) })
  return (
    <main style={{ maxWidth: 640 }}>
      <form action={create}>
        <input name="prompt" aria-label="Prompt" defaultValue="A fox in the snow" required />
        <button>Create</button>
      </form>
      {error && <p role="alert">{error.message}</p>}
      {/* The emulator has no address that a browser could load a file from: the video comes through the proxy. */}
      <VideoTaskCard taskId={task?.id} title={variables?.prompt} size="1280x720" source="content" />
    </main>
  )
}
