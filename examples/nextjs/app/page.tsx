'use client'

import { useRouter } from 'next/navigation'
import { useCreateVideoTask } from 'react-video-task'

export default function Create() {
  const router = useRouter()
  const { mutate, error } = useCreateVideoTask({ onSuccess: ({ id }) => router.push(`/videos/${id}`) })
  const create = (data: FormData) =>
    mutate({ model: 'wan2.6', prompt: String(data.get('prompt')), seconds: 5, size: '1280x720' })
  return (
    <form action={create}>
      <input name="prompt" aria-label="Prompt" required />
      <button>Create</button>
      {error && <p role="alert">{error.message}</p>}
    </form>
  )
}
