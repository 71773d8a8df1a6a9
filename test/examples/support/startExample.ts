import { fileURLToPath } from 'node:url'
import { type RunningApp, startApp, type StartOptions } from './startApp.js'

/** Starts `examples/<name>`. */
export const startExample = (name: string, options: StartOptions): Promise<RunningApp> =>
  startApp(fileURLToPath(new URL(`../../../examples/${name}/`, import.meta.url)), options)
