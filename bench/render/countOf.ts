/** A number of tasks in words: `1 task`, `1,000 tasks`. */
export const countOf = (tasks: number): string =>
  `${tasks.toLocaleString('en')} ${tasks === 1 ? 'task' : 'tasks'}`
