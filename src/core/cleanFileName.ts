/** Letters of a name, counted so that four bytes for each still fit where a file system allows 255. */
const LONGEST = 60

/** What a file system or a terminal takes for something else: paths, wildcards, line breaks, and marks that turn the writing direction. */
const UNSAFE = /[\p{Cc}\p{Cs}<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu

/** Names that Windows keeps for devices, whatever their extension. */
const DEVICE = /^(?:con|prn|aux|nul|(?:com|lpt)\d)(?=\.|$)/i

/** Any text as one file name for every system; empty where nothing is left of it. */
export function cleanFileName(text: string): string {
  const name = text.normalize().replace(UNSAFE, ' ').replace(/\s+/g, ' ')
  return [...name.replace(/^[. ]+/, '')]
    .slice(0, LONGEST)
    .join('')
    .replace(/[. ]+$/, '')
    .replace(DEVICE, '_$&')
}
