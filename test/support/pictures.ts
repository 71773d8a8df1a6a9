import { mediaStarts } from './contentStarts.js'

const startOf = (name: string) => {
  const bytes = mediaStarts.find(([one]) => one === name)?.[1]
  if (!bytes) throw new Error(`There is no start of ${name}.`)
  return bytes
}

/** A file that starts as a format does and ends with a text of its own; without a name of a format, only that text. */
export function picture(name: string, { format = 'PNG', type = 'image/png', text = name } = {}): File {
  // A copy by the page's own class: files of tests share modules, and jsdom takes no bytes of another environment.
  const start = format === 'none' ? '' : Uint8Array.from(startOf(format))
  return new File([start, text], name, { type })
}
