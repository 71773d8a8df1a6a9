import { findLibrary } from './find-library.js'
import { findOnPath } from './find-on-path.js'

/**
 * What the tests in WebKit need: `browser`, WebKitGTK's small browser; `driver`, which works it; `display`, the screen it
 * draws on; `container` and `decoder`, GStreamer's plugins that read MP4 and H.264. `MINIBROWSER_PATH` and
 * `WEBKIT_DRIVER_PATH` outweigh what is found.
 *
 * @returns {Record<'browser' | 'driver' | 'display' | 'container' | 'decoder', string | undefined>} paths, `undefined` for
 *   what is missing
 */
export function findWebKit() {
  return {
    browser:
      process.env['MINIBROWSER_PATH'] ??
      findLibrary(/^MiniBrowser$/, 'webkit2gtk-4.1', 'webkitgtk-6.0', 'webkit2gtk-4.0'),
    driver: process.env['WEBKIT_DRIVER_PATH'] ?? findOnPath('WebKitWebDriver'),
    display: findOnPath('Xvfb'),
    container: findLibrary(/^libgstisomp4\.so$/, 'gstreamer-1.0'),
    decoder: findLibrary(/^libgstlibav\.so$/, 'gstreamer-1.0'),
  }
}
