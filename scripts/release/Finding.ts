/** What a check found. */
export interface Finding {
  /** `outstanding`: nothing is broken, but a publish has to wait for it. */
  verdict: 'ok' | 'outstanding' | 'wrong'
  /** What is so, and where something is to be done, what. */
  text: string
}

export const ok = (text: string): Finding => ({ verdict: 'ok', text })
export const outstanding = (text: string): Finding => ({ verdict: 'outstanding', text })
export const wrong = (text: string): Finding => ({ verdict: 'wrong', text })
