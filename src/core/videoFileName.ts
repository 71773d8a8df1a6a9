import { cleanFileName } from './cleanFileName.js'

/**
 * A good name for a video's file: the first of the texts that makes one, with an extension that fits the type, so that no
 * text of somebody else's ends in one that runs.
 */
export function videoFileName(texts: readonly (string | undefined)[], type: string): string {
  const name = texts.map((text) => cleanFileName(text ?? '')).find(Boolean) ?? 'video'
  if (/\.(?:mp4|m4v|mov|mkv|webm)$/i.test(name)) return name
  const [kind = 'mp4'] = /webm|quicktime|matroska/.exec(type) ?? []
  return `${name}.${kind === 'quicktime' ? 'mov' : kind === 'matroska' ? 'mkv' : kind}`
}
