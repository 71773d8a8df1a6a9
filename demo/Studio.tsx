import { useState } from 'react'
import { type CreateVideoParams, useCreateVideoTask, useVideoUpload } from 'react-video-task'
import { VideoTaskCard, VideoTaskForm, type VideoTaskFormProps } from 'react-video-task/components'
import * as z from 'zod/mini'
import { markPrompt, unmarkPrompt } from './settings.js'

const text = z.optional(z.string())
const videoSchema = z.object({
  id: z.string(),
  params: z.object({
    model: z.string(),
    prompt: z.string(),
    seconds: text,
    size: text,
    aspect_ratio: text,
    resolution: text,
  }),
  /** Whether pictures were sent too, which are not stored: the same video cannot be made again. */
  hasPictures: z.boolean(),
})

/** A video that was created in the demo. */
export type Video = z.infer<typeof videoSchema>

export const parseVideos = (stored: unknown): Video[] => z.array(videoSchema).parse(stored)

interface StudioProps {
  videos: Video[]
  onVideosChange: (change: (videos: Video[]) => Video[]) => void
  /** Scenario of the emulator for the next video; '' for the usual one. */
  scenario: string
}

/** The composer, and the videos made with it, newest first. */
export function Studio({ videos, onVideosChange, scenario }: StudioProps) {
  const [draft, setDraft] = useState<VideoTaskFormProps['draft']>()
  const upload = useVideoUpload()
  const { mutate, isPending, error } = useCreateVideoTask({
    requestOptions: upload.requestOptions,
    onSuccess: ({ id }, params) =>
      onVideosChange((known) => [toVideo(id, params), ...known.filter((video) => video.id !== id)]),
  })
  const create: typeof mutate = ({ prompt, ...params }, options) =>
    mutate({ ...params, prompt: markPrompt(String(prompt), scenario) }, options)
  return (
    <>
      <VideoTaskForm
        layout="composer"
        draft={draft}
        maxPromptLength={4_000}
        create={{ mutate: create, isPending, error }}
        upload={upload}
        maxReferenceBytes={10_000_000}
      />
      <section aria-label="Videos" className="videos">
        {videos.length === 0 && <VideoTaskCard taskId={null} />}
        {videos.map(({ id, params, hasPictures }) => (
          <VideoTaskCard
            key={id}
            taskId={id}
            className={isPortrait(params) ? 'portrait' : undefined}
            title={unmarkPrompt(params.prompt)}
            size={frameOf(params)}
            onEditPrompt={() =>
              setDraft({ values: { ...params, prompt: unmarkPrompt(params.prompt) }, params: {} })
            }
            // By the scenario that is chosen now.
            onRetry={
              hasPictures ? undefined : () => create({ ...params, prompt: unmarkPrompt(params.prompt) })
            }
          />
        ))}
      </section>
    </>
  )
}

function toVideo(id: string, params: CreateVideoParams): Video {
  const hasPictures = 'input_reference' in params
  return videoSchema.parse({ id, params, hasPictures })
}

/** The frame size, or the ratio as one: `16:9` is `16x9`. */
function frameOf({ size, aspect_ratio }: Video['params']): string | undefined {
  return (size ?? aspect_ratio)?.replace(':', 'x')
}

function isPortrait(params: Video['params']): boolean {
  const [width = 1, height = 1] = frameOf(params)?.split('x').map(Number) ?? []
  return height > width
}
