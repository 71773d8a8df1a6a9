import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { root } from './support/pages.js'

/** The modules that a page loads for some code, by their paths. */
async function modulesOf(code: string): Promise<string[]> {
  const { metafile } = await build({
    stdin: { contents: code, resolveDir: root },
    alias: {
      'react-video-task/schemas': `${root}src/schemas.ts`,
      'react-video-task/components': `${root}src/components.ts`,
      'react-video-task': `${root}src/index.ts`,
    },
    bundle: true,
    format: 'esm',
    metafile: true,
    write: false,
    absWorkingDir: root,
    external: ['react', '@tanstack/react-query'],
    logLevel: 'silent',
  })
  return Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs))
}

/** The texts of the files that a bundler makes of an app with the devtools, minified. */
async function bundleWithDevtools(mode: 'production' | 'development'): Promise<string> {
  const names = 'VideoTaskDevtools, VideoTaskDevtoolsPanel, videoTaskDevtoolsPlugin'
  const { outputFiles } = await build({
    stdin: { contents: `export { ${names} } from './src/devtools.ts'`, resolveDir: root },
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    outdir: 'dist',
    write: false,
    absWorkingDir: root,
    define: { 'process.env.NODE_ENV': JSON.stringify(mode) },
    external: ['react', 'react/*', '@tanstack/react-query'],
  })
  return outputFiles.map(({ text }) => text).join('\n')
}

describe('a page with the devtools', () => {
  it('loads nothing of their panel in production', async () => {
    const text = await bundleWithDevtools('production')
    expect(text.length).toBeLessThan(700)
    expect(text).not.toContain('import(')
    expect(text).not.toMatch(/Why then|Poll now|video-task-devtools/)
  })

  it('loads their panel later in development', async () => {
    const text = await bundleWithDevtools('development')
    expect(text).toContain('import(')
    expect(text).toMatch(/Why then/)
  })
})

describe('a page', () => {
  it('with the hooks, provider and client loads neither zod nor the facts of the models', async () => {
    const names = 'VideoTaskProvider, useVideoTask, useCreateVideoTask, createVideoClient'
    const modules = await modulesOf(`export { ${names} } from 'react-video-task'`)
    expect(modules).toContain('src/hooks/useCreateVideoTask.ts')
    expect(modules.filter((path) => /zod|models|schemas/.test(path))).toEqual([])
  })

  it('with the create form loads the facts of the models, and no zod', async () => {
    const modules = await modulesOf("export { VideoTaskForm } from 'react-video-task/components'")
    expect(modules).toContain('src/core/models/videoModels.ts')
    expect(modules.filter((path) => /zod|schemas/.test(path))).toEqual([])
  })

  it('that checks creates with a schema loads zod, and nothing of how a task is read', async () => {
    const modules = await modulesOf("export { createVideoSchema } from 'react-video-task/schemas'")
    expect(modules).toContain('src/core/models/videoModels.ts')
    expect(modules.some((path) => path.includes('node_modules/zod/v4/mini'))).toBe(true)
    expect(modules.filter((path) => path.includes('src/core/wire'))).toEqual([])
  })

  it('that meets another dialect loads the reader of answers without a second copy of the error classes', async () => {
    const modules = await modulesOf("export * from './src/core/client/otherAnswers.ts'")
    expect(modules).toContain('src/core/wire/readVideoTask.ts')
    expect(modules.filter((path) => path.includes('src/core/errors'))).toEqual([])
  })
})
