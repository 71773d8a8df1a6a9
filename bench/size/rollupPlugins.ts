import { createRequire } from 'node:module'
import type Commonjs from '@rollup/plugin-commonjs'
import type Json from '@rollup/plugin-json'
import type Replace from '@rollup/plugin-replace'
import type Terser from '@rollup/plugin-terser'

const require = createRequire(import.meta.url)

// Loaded as CommonJS, which is what their declarations describe: of their ES modules these say one `default` too many.
const commonjsModule: typeof Commonjs = require('@rollup/plugin-commonjs')
const jsonModule: typeof Json = require('@rollup/plugin-json')
const replaceModule: typeof Replace = require('@rollup/plugin-replace')
const terserModule: typeof Terser = require('@rollup/plugin-terser')

/** The plugins that an app for production is bundled with. */
export const { default: commonjs } = commonjsModule
export const { default: json } = jsonModule
export const { default: replace } = replaceModule
export const { default: terser } = terserModule
