import { type Dispatch, type SetStateAction, useEffect, useState } from 'react'

/**
 * State that is kept in localStorage.
 *
 * @param parse returns the stored value, or throws where it is not one
 */
export function useStored<Value>(
  key: string,
  parse: (stored: unknown) => Value,
  initial: Value,
): [value: Value, set: Dispatch<SetStateAction<Value>>] {
  const [value, setValue] = useState(() => {
    try {
      const stored = localStorage.getItem(key)
      return stored === null ? initial : parse(JSON.parse(stored))
    } catch (error) {
      console.warn(`Could not read '${key}' from the storage of the page; starting without it.`, error)
      return initial
    }
  })
  useEffect(() => {
    try {
      localStorage.setItem(key, JSON.stringify(value))
    } catch (error) {
      console.warn(`Could not store '${key}'; a reload will lose it.`, error)
    }
  }, [key, value])
  return [value, setValue]
}
