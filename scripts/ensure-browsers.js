// Finds Firefox and WebKit for the journeys, or installs Debian's. Chromium is ensure-chromium.js's.
import { chooseBrowsers } from './choose-browsers.js'
import { findFirefox } from './find-firefox.js'
import { findWebKit } from './find-webkit.js'
import { installFromDebian } from './install-from-debian.js'

const NEEDED = {
  firefox: {
    find: findFirefox,
    // The second brings the library that decodes H.264 for Firefox too, in whatever version this Debian has.
    packages: ['firefox-esr', 'gstreamer1.0-libav'],
    advice: 'elsewhere: install Firefox and, on Linux, libavcodec, or point FIREFOX_PATH at an executable',
  },
  webkit: {
    find: findWebKit,
    packages: ['webkit2gtk-driver', 'gstreamer1.0-plugins-good', 'gstreamer1.0-libav', 'xvfb'],
    advice:
      'on another Linux: WebKitGTK with MiniBrowser and WebKitWebDriver, the good and libav plugins of GStreamer, Xvfb; ' +
      'other systems have no WebKitGTK',
  },
}

/** @param {() => Record<string, string | undefined>} find */
function missingOf(find) {
  const missing = Object.entries(find()).filter(([, path]) => path === undefined)
  return missing.map(([part]) => part).join(', ')
}

for (const name of chooseBrowsers()) {
  if (name === 'chromium') continue
  const { find, packages, advice } = NEEDED[name]
  if (missingOf(find) === '') continue
  console.log(`The journeys need ${name} and find no ${missingOf(find)}; installing.`)
  installFromDebian(...packages)
  if (missingOf(find) === '') continue
  console.error(
    `The journeys need ${name} and find no ${missingOf(find)}, and it could not be installed.\n` +
      `Install it (Debian: apt-get install ${packages.join(' ')}; ${advice}),\n` +
      'or name the browsers to run in, such as: BROWSERS=chromium,firefox npm run test:browsers',
  )
  process.exit(1)
}
