import { configure } from '@testing-library/react'

// What each app in development does: components render twice, and their effects end and begin again.
configure({ reactStrictMode: true })
