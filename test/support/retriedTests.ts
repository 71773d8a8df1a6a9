import type { Reporter, TestCase, TestModule } from 'vitest/node'

/**
 * Names each test that passed at its second try only. On a busy machine that happens to one in some ten thousand, and is no
 * reason to fail a change; a test that is often named here waits for something in the wrong way.
 */
export default class RetriedTests implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const retried = modules.flatMap((module) => [...module.children.allTests()]).filter(isRetried)
    if (retried.length === 0) return
    console.log(`Passed at a second try: ${retried.length}`)
    for (const { fullName, module } of retried) console.log(`  ${module.relativeModuleId} > ${fullName}`)
  }
}

const isRetried = (test: TestCase) => test.diagnostic()?.flaky === true
