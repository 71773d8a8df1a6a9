import type { NextConfig } from 'next'

const config: NextConfig = {
  // This app is complete in its folder, wherever other lockfiles lie around it.
  turbopack: { root: import.meta.dirname },
}

export default config
