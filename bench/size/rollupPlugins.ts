import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

// Loaded as CommonJS, which is what their declarations describe: of their ES modules these say too much by one `default`.
const Commonjs: typeof import('@rollup/plugin-commonjs') = require('@rollup/plugin-commonjs')
const Json: typeof import('@rollup/plugin-json') = require('@rollup/plugin-json')
const Replace: typeof import('@rollup/plugin-replace') = require('@rollup/plugin-replace')
const Terser: typeof import('@rollup/plugin-terser') = require('@rollup/plugin-terser')

/** The plugins that an app for production is bundled with. */
export const { default: commonjs } = Commonjs
export const { default: json } = Json
export const { default: replace } = Replace
export const { default: terser } = Terser
