import { createRealClock } from './clock/createRealClock.js'
import { createVirtualClock } from './clock/createVirtualClock.js'
import { createRandom } from './createRandom.js'
import type { EmulatorSettings } from './EmulatorSettings.js'
import { randomSeed } from './randomSeed.js'
import { resolveScenario } from './scenarios/resolveScenario.js'
import type { VideoEmulatorOptions } from './VideoEmulatorOptions.js'

function refuseToAdvance(): Promise<void> {
  return Promise.reject(
    new Error(
      "This emulator's clock goes by itself. Make one whose clock can be moved: createVideoEmulator({ clock: 'virtual' }).",
    ),
  )
}

function readClock({ clock = 'real', now = () => Date.now() }: VideoEmulatorOptions) {
  if (clock !== 'real' && clock !== 'virtual')
    throw new TypeError(`clock is 'real' or 'virtual', got '${String(clock)}'`)
  // `now` is looked up at each call, so that a test's fake timers count whenever they are installed.
  if (clock === 'real') return { clock: createRealClock(now), advance: refuseToAdvance }
  const virtual = createVirtualClock(now())
  return { clock: virtual, advance: virtual.advance }
}

/**
 * Checks the options once.
 *
 * @throws {RangeError} when a number among them cannot be one
 * @throws {TypeError} for a clock or a scenario that is none
 */
export function readOptions(options: VideoEmulatorOptions): EmulatorSettings {
  const { apiKey = 'sk-emulator', latency = 0, duration = 20_000, urlLifetime = 3_600_000 } = options
  const { scenario = 'succeed', seed = randomSeed() } = options
  if (!(duration >= 0)) throw new RangeError(`duration is milliseconds, 0 or more, got ${duration}`)
  if (!(urlLifetime > 0)) throw new RangeError(`urlLifetime is milliseconds, more than 0, got ${urlLifetime}`)
  if (!(latency >= 0)) throw new RangeError(`latency is milliseconds, 0 or more, got ${latency}`)
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed is a whole number, got ${seed}`)
  // Made anew for each task; made once here, so that a scenario that cannot work is refused at once.
  resolveScenario(scenario, createRandom(String(seed)))
  return { apiKey, latency, duration, urlLifetime, scenario, seed, ...readClock(options) }
}
