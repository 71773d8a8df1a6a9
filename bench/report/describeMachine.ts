import { readFileSync } from 'node:fs'
import { cpus, totalmem, type } from 'node:os'

const manifest = (folder: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../${folder}package.json`, import.meta.url), 'utf8'))

const versionOf = (folder: string) => String(Object(manifest(folder)).version)

/** Where and with what a benchmark ran, in a line: figures from elsewhere differ, their ratios less. */
export function describeMachine(): string {
  const [first] = cpus()
  const packages = ['react', '@tanstack/react-query', 'esbuild', 'rollup']
    .map((name) => `${name} ${versionOf(`node_modules/${name}/`)}`)
    .join(', ')
  const memory = Math.round(totalmem() / 2 ** 30)
  const date = new Date().toISOString().slice(0, 10)
  return (
    `Measured on ${date}: ${cpus().length} × ${first?.model.trim() || 'unknown processor'}, ${memory} GB, ${type()}, ` +
    `Node ${process.version}; react-video-task ${versionOf('')}, ${packages}.`
  )
}
