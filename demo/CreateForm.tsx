import { type FormEvent, useState } from 'react'
import { VideoApiError, type VideoModel, videoModels, type VideoTaskError } from 'react-video-task'
import type { StoredTask } from './useStoredTasks.js'

// Those of the emulator.
const models: Record<string, VideoModel> = {
  'wan2.6': videoModels['wan2.6'],
  'wan2.7': videoModels['wan2.7'],
}
const DEFAULT = { model: 'wan2.6', prompt: '', seconds: 5, size: '1920x1080' }

/** Labels of the prompt markers that the emulator answers with a failure. */
const FAILURES = {
  fail: 'Moderation failure',
  error: 'Internal error',
  refuse: 'Rejected request',
  stuck: 'Never completes',
}

interface CreateFormProps {
  onSubmit: (params: StoredTask['params']) => void
  isPending: boolean
  error: VideoTaskError | null
}

export function CreateForm({ onSubmit, isPending, error }: CreateFormProps) {
  const [params, setParams] = useState(DEFAULT)
  const { seconds = [], sizes = [] } = models[params.model] ?? {}
  const set = (change: Partial<typeof params>) => setParams({ ...params, ...change })

  const setModel = (model: string) => {
    // A length or size that the new model does not support falls back to the default.
    const next = models[model]
    set({
      model,
      seconds: next?.seconds?.includes(params.seconds) ? params.seconds : DEFAULT.seconds,
      size: next?.sizes?.includes(params.size) ? params.size : DEFAULT.size,
    })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit(params)
  }

  return (
    <form onSubmit={submit}>
      <label className="wide">
        Prompt
        <textarea
          name="prompt"
          required
          rows={4}
          placeholder="A fox runs through fresh snow, golden hour, slow dolly shot"
          value={params.prompt}
          onChange={(event) => set({ prompt: event.target.value })}
        />
      </label>
      <label>
        Model
        <select name="model" value={params.model} onChange={(event) => setModel(event.target.value)}>
          {Object.keys(models).map((model) => (
            <option key={model}>{model}</option>
          ))}
        </select>
      </label>
      <label>
        Length
        <select
          name="seconds"
          value={params.seconds}
          onChange={(event) => set({ seconds: Number(event.target.value) })}
        >
          {seconds.map((length) => (
            <option key={length} value={length}>
              {length} s
            </option>
          ))}
        </select>
      </label>
      <label className="wide">
        Size
        <select name="size" value={params.size} onChange={(event) => set({ size: event.target.value })}>
          {sizes.map((size) => (
            <option key={size} value={size}>
              {size.replace('x', ' × ')}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" className="wide" disabled={isPending}>
        {isPending ? 'Creating' : 'Create'}
      </button>
      {error && (
        <p role="alert" className="wide">
          {(error instanceof VideoApiError && error.detail) || error.message}
          {error instanceof VideoApiError && error.requestId && <small> Request ID {error.requestId}</small>}
        </p>
      )}
      {import.meta.env.MODE === 'emulated' && (
        <fieldset className="wide">
          <legend>Simulate a failure</legend>
          {Object.entries(FAILURES).map(([marker, label]) => (
            <button
              key={marker}
              type="button"
              className="quiet"
              onClick={() => set({ prompt: `${label}: a fox in the snow [${marker}]` })}
            >
              {label}
            </button>
          ))}
        </fieldset>
      )}
    </form>
  )
}
