import type { ReactNode } from 'react'
import 'react-video-task/styles.css'
import { Providers } from './Providers'

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <head>
        <link rel="icon" href="data:," />
      </head>
      <body>
        <Providers>{children}</Providers>
      </body>
    </html>
  )
}
