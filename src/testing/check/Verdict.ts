import type { ProxyCheckResult } from './ProxyCheck.js'

/** What came out of one check. */
export type Verdict = Pick<ProxyCheckResult, 'kept' | 'evidence'>

/** Kept, as the evidence shows. */
export const kept = (evidence: string): Verdict => ({ kept: true, evidence })
/** Not kept, as the evidence shows. */
export const broken = (evidence: string): Verdict => ({ kept: false, evidence })
/** Could not be tried, for the reason in the evidence. */
export const unknown = (evidence: string): Verdict => ({ kept: 'unknown', evidence })

/** Kept unless something speaks against it. */
export function keptUnless(problems: readonly string[], evidence: string): Verdict {
  return problems.length > 0 ? broken(problems.join('; ')) : kept(evidence)
}
