import type { NextConfig } from 'next'

const config: NextConfig = {
  // As `create-next-app` writes it.
  cacheComponents: true,
  // The app is self-contained, wherever other lockfiles lie around it.
  turbopack: { root: import.meta.dirname },
}

export default config
