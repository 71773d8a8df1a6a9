'use client'

import {
  type PartProps,
  useVideoTaskForm,
  VideoTaskForm as Form,
  VideoTaskFormError,
  VideoTaskFormField,
  type VideoTaskFormProps,
  VideoTaskFormSubmit,
} from 'react-video-task/components'
import { VideoTaskUploader } from '@/components/video-task-uploader'
import { cn } from '@/lib/utils'
import { button, control } from '@/lib/video-task-styles'

const SETTINGS = ['model', 'seconds', 'size', 'aspect_ratio', 'resolution'] as const

// The library's fields have no classes of yours: a label, the control, an error and a note.
const field = cn(
  'grid content-start text-sm [&>label]:mb-1.5 [&>label]:font-medium',
  '[&>p]:text-xs [&>p]:text-muted-foreground [&>p:not(:empty)]:mt-1.5 [&>p[aria-live]]:text-destructive',
)

const form = cn(
  'grid gap-4',
  // What became of the create, under its button.
  '[&_p[role=status]]:text-xs [&_p[role=status]]:text-muted-foreground [&_p[role=status]:not(:empty)]:mt-2',
)

/** Creates a video with what the chosen model documents: its lengths, sizes and reference pictures. */
export function VideoTaskForm({
  models = ['wan2.6', 'sora-2', 'veo3-fast'],
  className,
  ...props
}: VideoTaskFormProps) {
  return (
    <Form models={models} className={cn(form, className)} {...props}>
      <VideoTaskFormField
        name="prompt"
        className={field}
        render={<textarea rows={4} className={cn(control, 'field-sizing-content min-h-24 resize-none')} />}
      />
      <References />
      <div className="grid grid-cols-2 gap-4">
        {SETTINGS.map((name) => (
          <VideoTaskFormField
            key={name}
            name={name}
            className={cn(field, name === 'model' && 'col-span-2')}
            render={renderSetting}
          />
        ))}
      </div>
      <VideoTaskFormError className="grid gap-1 text-sm text-destructive empty:hidden [&_code]:break-all" />
      <VideoTaskFormSubmit className={cn(button.primary, 'h-9 w-full')} />
    </Form>
  )
}

/** A list of values where the model documents them, else a field. */
function renderSetting(props: PartProps) {
  return props.children ? <select {...props} className={control} /> : <input {...props} className={control} />
}

/** The pictures of the form, for a model that takes some. */
function References() {
  const { references } = useVideoTaskForm()
  if (!references.isSupported && references.items.length === 0) return null
  return <VideoTaskUploader references={references} />
}
