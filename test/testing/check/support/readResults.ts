import { expect } from 'vitest'
import type { ProxyCheckResult } from 'react-video-task/testing'

/** Checks that each result says in words what is required and what was seen, whether it passed or not. */
export function expectWords(results: readonly Pick<ProxyCheckResult, 'description' | 'evidence'>[]): void {
  for (const { description, evidence } of results) {
    expect(description).toMatch(/^[A-Z].{10,}\.$/)
    expect(evidence).toMatch(/^\S.{5,}/s)
  }
}

/** What did not pass, with its evidence. */
export function notPassed(results: readonly ProxyCheckResult[]): string[] {
  expectWords(results)
  return results
    .filter(({ status }) => status !== 'pass')
    .map(({ requirement, status, evidence }) => `${requirement}: ${status}: ${evidence}`)
}
