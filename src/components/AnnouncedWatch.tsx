'use client'

import { Announcer } from './announcer/Announcer.js'
import { WatchProvider, type WatchProviderProps } from './WatchProvider.js'

/** A watch whose milestones are spoken; renders no element but its live region. */
export function AnnouncedWatch({ children, ...props }: WatchProviderProps) {
  return (
    <WatchProvider {...props}>
      {children}
      <Announcer />
    </WatchProvider>
  )
}
