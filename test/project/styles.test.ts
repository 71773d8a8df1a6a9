import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { minifyStyles } from '../../scripts/minify-styles.js'

it('the stylesheet has at most 4 kB of gzip', async () => {
  expect(gzipSync(await minifyStyles()).length).toBeLessThanOrEqual(4_000)
})

it('every rule is in the cascade layer, so that any class of an app overrides it', async () => {
  const styles = await minifyStyles()
  const outside = styles.replace(/@property[^{]*\{[^}]*\}/g, '').replace(/@layer video-task\{.*\}\s*$/s, '')
  expect(outside.trim()).toBe('')
})
