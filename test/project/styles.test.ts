import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { minifyStyles } from '../../scripts/minify-styles.js'

it('is one stylesheet of at most 3 kB, compressed', async () => {
  expect(gzipSync(await minifyStyles()).length).toBeLessThanOrEqual(3_000)
})

it('has every rule in the layer that any class of an app wins over', async () => {
  const styles = await minifyStyles()
  const outside = styles.replace(/@property[^{]*\{[^}]*\}/g, '').replace(/@layer video-task\{.*\}\s*$/s, '')
  expect(outside.trim()).toBe('')
})
