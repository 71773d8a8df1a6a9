import { memo } from 'react'
import { useVideoTask, type UseVideoTaskOptions, useVideoTasks, type VideoTask } from 'react-video-task'
import { VideoTaskList, VideoTaskProgress } from 'react-video-task/components'
import { countRender } from '../countRender.js'
import type { Contender, ContenderProps } from './Contender.js'
import { Line } from './Line.js'

function Row({ id, options }: { id: string; options: UseVideoTaskOptions | undefined }) {
  countRender()
  const { data } = useVideoTask(id, options)
  return <Line task={data} />
}

/** A hook for each task. */
export const oneByOne =
  (options?: UseVideoTaskOptions): Contender =>
  ({ ids }) =>
    ids.map((id) => <Row key={id} id={id} options={options} />)

const Entry = memo(function Entry({ task }: { task: VideoTask | undefined }) {
  countRender()
  return <Line task={task} />
})

/** One hook for all of them. */
export function AllAtOnce({ ids }: ContenderProps) {
  return useVideoTasks(ids).map(({ data }, index) => <Entry key={ids[index]} task={data} />)
}

function Bar({ id }: { id: string }) {
  return (
    <VideoTaskProgress
      taskId={id}
      render={(props) => {
        countRender()
        return <div {...props} />
      }}
    />
  )
}

/** The ready-made bar for each. */
export const bars: Contender = ({ ids }) => ids.map((id) => <Bar key={id} id={id} />)

/** The ready-made list, with a bar over all and one for each that is near. */
export const list: Contender = ({ ids }) => (
  <VideoTaskList taskIds={ids}>{(id) => <Bar id={id} />}</VideoTaskList>
)
