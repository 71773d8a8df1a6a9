import { mkdirSync, writeFileSync } from 'node:fs'

/** Puts a chart among the others, from where the README shows it. */
export function writeChart(name: string, svg: string): void {
  const folder = new URL('../charts/', import.meta.url)
  mkdirSync(folder, { recursive: true })
  writeFileSync(new URL(`${name}.svg`, folder), svg)
}
