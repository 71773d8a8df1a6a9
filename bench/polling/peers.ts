import type { Policy } from './watchTask.js'

/** The same wait each time, in ms. */
export const fixed =
  (ms: number): Policy =>
  () =>
    ms

/** How others poll, by their own defaults. */
export const peers: Record<string, Policy> = {
  'fixed 0.5 s (fal, replicate)': fixed(500),
  'fixed 1 s (openai-python)': fixed(1_000),
  'fixed 2 s (TanStack AI)': fixed(2_000),
  'fixed 5 s (Vercel AI SDK)': fixed(5_000),
  '6 s +- 1.5 (Runway)': (_state, _polls, random) => Math.round(4_500 + 3_000 * random()),
  'exponential 1 to 10 s x1.5': (_state, polls) => Math.round(Math.min(10_000, 1_000 * 1.5 ** polls)),
  'fixed 10 s (CometAPI)': fixed(10_000),
  'fixed 15 s': fixed(15_000),
}
