import type { ProxyCheckResult } from '../check/ProxyCheck.js'

const WORDS = { true: 'kept', false: 'BROKEN', unknown: 'unknown' }

const wordOf = ({ kept }: ProxyCheckResult) => WORDS[`${kept}`]

/** The lines of a check as text, what is broken and unknown with its evidence, and a sum at the end. */
export function printResults(results: readonly ProxyCheckResult[]): string {
  const lines = results.map((result) => {
    const reason = result.kept === true ? '' : `\n${' '.repeat(8)}${result.evidence}`
    return `${wordOf(result).padEnd(8)}${result.guarantee.padEnd(21)}${result.about}${reason}`
  })
  const count = (kept: ProxyCheckResult['kept']) => results.filter((result) => result.kept === kept).length
  return `${lines.join('\n')}\n\n${count(true)} kept, ${count(false)} broken, ${count('unknown')} unknown\n`
}
