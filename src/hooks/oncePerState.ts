import { focusManager, onlineManager } from '@tanstack/react-query'

/** What is asked of one query, answered once for each state of it and of the page: TanStack asks at every render. */
export function oncePerState<Asked extends { state: object }, Answer>(
  ask: (query: Asked) => Answer,
): (query: Asked) => Answer {
  let last: { about: unknown[]; answer: Answer } | undefined
  return (query) => {
    const about = [query.state, focusManager.isFocused(), onlineManager.isOnline()]
    if (!last || about.some((part, index) => part !== last?.about[index]))
      last = { about, answer: ask(query) }
    return last.answer
  }
}
