import type { NextConfig } from 'next'

const config: NextConfig = {
  // The app is self-contained, wherever other lockfiles lie around it.
  turbopack: { root: import.meta.dirname },
}

export default config
