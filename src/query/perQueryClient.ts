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
  return (queryClient) => remember(states, queryClient, create)
}

/** A `Map` or a `WeakMap`. */
interface Entries<Key, Value> {
  get: (key: Key) => Value | undefined
  set: (key: Key, value: Value) => unknown
}

/** Returns what is kept for a key; `make` makes it at its first use. */
export function remember<Key, Value>(
  entries: Entries<Key, Value>,
  key: Key,
  make: (key: Key) => NonNullable<Value>,
): Value {
  const value = entries.get(key) ?? make(key)
  entries.set(key, value)
  return value
}
