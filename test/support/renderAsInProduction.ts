import { configure, getConfig } from '@testing-library/react'
import { onTestFinished } from 'vitest'

/** Lets components render and begin once in this test, also where others run in StrictMode: for what is counted. */
export function renderAsInProduction() {
  const { reactStrictMode } = getConfig()
  configure({ reactStrictMode: false })
  onTestFinished(() => configure({ reactStrictMode }))
}
