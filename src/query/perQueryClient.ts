import type { QueryClient } from '@tanstack/react-query'

/** Gives a QueryClient's state. */
type PerQueryClient<State> = (queryClient: QueryClient) => State

/**
 * Creates state that exists once per QueryClient and is freed with it. Module-level state is not an option: a server
 * shares modules between the requests of different users.
 *
 * @param create makes the state when a QueryClient first needs it
 * @returns a function that gives a QueryClient's state
 */
export function perQueryClient<State extends object>(
  create: (queryClient: QueryClient) => State,
): PerQueryClient<State> {
  const states = new WeakMap<QueryClient, State>()
  return (queryClient) => {
    const state = states.get(queryClient) ?? create(queryClient)
    states.set(queryClient, state)
    return state
  }
}
