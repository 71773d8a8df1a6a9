import { type Browser, chromium } from 'playwright'
import { CHROMIUM_ARGS, findHeadlessShell } from '../../scripts/browsers.js'

/** Starts the Chromium that `find` names; whoever starts it closes it. */
export function launchChromium(find = findHeadlessShell): Promise<Browser> {
  const executablePath = find()
  return chromium.launch({ args: CHROMIUM_ARGS, ...(executablePath ? { executablePath } : {}) })
}
