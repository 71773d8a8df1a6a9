import { ESLint } from 'eslint'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'
import { expect, it } from 'vitest'

const languageOptions = {
  parser: tseslint.parser,
  parserOptions: { ecmaFeatures: { jsx: true } },
}
const eslint = new ESLint({
  overrideConfigFile: true,
  overrideConfig: [{ files: ['**/*.tsx'], languageOptions }, reactHooks.configs.flat['recommended-latest']],
})

/** The rules of React Compiler that a component with this body breaks. */
async function brokenRules(body: string): Promise<(string | null)[]> {
  const code = `
    import { useCreateVideoTask, useVideoTask, useVideoTaskSource, videoTaskState } from 'react-video-task'
    export function Player({ id }: { id: string }) {
      ${body}
    }`
  const [result] = await eslint.lintText(code, { filePath: 'Player.tsx' })
  return result?.messages.map(({ ruleId }) => ruleId) ?? []
}

it.each([
  [
    'useVideoTaskSource used whole',
    `const source = useVideoTaskSource(id)
     if (source.phase === 'expired') return <p>Expired</p>
     return <video {...source.video} data-phase={source.phase} controls />`,
  ],
  [
    'useVideoTaskSource taken apart',
    `const { src, ref, phase } = useVideoTaskSource(id)
     return phase === 'expired' ? <p>Expired</p> : <video src={src} ref={ref} controls />`,
  ],
  [
    'useVideoTaskSource for a player without an element',
    `const source = useVideoTaskSource(id)
     return <iframe src={source.src} onError={source.onError} data-phase={source.phase} />`,
  ],
  [
    'useVideoTask used whole',
    `const task = useVideoTask(id)
     return <p data-status={videoTaskState(task)}>{task.data?.progress ?? task.error?.message}</p>`,
  ],
  [
    'useCreateVideoTask used whole',
    `const create = useCreateVideoTask()
     return <button onClick={() => create.mutate({ prompt: id })}>{create.data?.status}</button>`,
  ],
])("%s passes the compiler's lint", async (_, body) => {
  expect(await brokenRules(body)).toEqual([])
})
