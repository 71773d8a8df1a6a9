/** A requirement for a proxy route, by the name in results and in `check-video-proxy --help`. */
export type ProxyRequirement =
  | 'routes'
  | 'path-traversal'
  | 'authentication'
  | 'ownership'
  | 'private-answers'
  | 'cross-site'
  | 'many-values'
  | 'closed-limits'
  | 'request-headers'
  | 'response-headers'
  | 'error-messages'
  | 'request-id'
  | 'json-errors'
  | 'ranges'
  | 'unsatisfiable-range'
  | 'range-fallback'
  | 'head'
  | 'nosniff'
  | 'cache-control'
  | 'text-as-video'
  | 'redirects'
  | 'streaming'
  | 'abort'
  | 'poll-hints'
  | 'create-once'
  | 'shared-polls'
  | 'many-tasks'
  | 'remix'
  | 'list'
  | 'delete'
  | 'share'
  | 'still'
  | 'api-key'

/** The result for one requirement. */
export interface ProxyCheckResult {
  requirement: ProxyRequirement
  /** The requirement as a sentence. */
  description: string
  /** `'unknown'` if the requirement could not be checked; `evidence` then says what is missing. */
  status: 'pass' | 'fail' | 'unknown'
  /** The requests that were sent and the responses to them. */
  evidence: string
}

/** The outcome of checking one requirement. */
export type Verdict = Pick<ProxyCheckResult, 'status' | 'evidence'>

export const pass = (evidence: string): Verdict => ({ status: 'pass', evidence })
export const fail = (evidence: string): Verdict => ({ status: 'fail', evidence })
export const unknown = (evidence: string): Verdict => ({ status: 'unknown', evidence })

/** Fails with the problems if there are any, else passes with the evidence. */
export function passUnless(problems: readonly string[], evidence: string): Verdict {
  return problems.length > 0 ? fail(problems.join('; ')) : pass(evidence)
}
