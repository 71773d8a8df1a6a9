import type { ReactNode } from 'react'

export interface ContenderProps {
  ids: string[]
}

/** A page that watches tasks; it stands inside a `QueryClientProvider` and a `VideoTaskProvider`. */
export type Contender = (props: ContenderProps) => ReactNode
