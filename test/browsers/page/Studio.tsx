import { useCreateVideoTask } from 'react-video-task'
import { VideoTaskCard } from 'react-video-task/components'

const params = { model: 'wan2.6', prompt: 'A fox in the snow', seconds: 5, size: '1280x720' }

/** A card on the watched task, else on the one that its button creates. */
export function Studio({ watched }: { watched: string | null }) {
  const { mutate, data } = useCreateVideoTask()
  return (
    <div className="one">
      {watched === null && (
        <button id="create" onClick={() => mutate(params)}>
          Create
        </button>
      )}
      <VideoTaskCard
        taskId={watched ?? data?.id}
        title={params.prompt}
        size={params.size}
        onRetry={() => mutate(params)}
      />
    </div>
  )
}
