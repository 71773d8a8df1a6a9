/** What every row shows of a task. */
export interface Shown {
  status: string
  progress?: number | undefined
}

/** The same words for every contender. */
export function Line({ task }: { task: Shown | null | undefined }) {
  return (
    <p>
      {task?.status ?? 'loading'} {task?.progress ?? 0} %
    </p>
  )
}
