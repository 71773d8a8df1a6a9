import { mediaStarts } from './contentStarts.js'

const startOf = (name: string) => {
  const bytes = mediaStarts.find(([one]) => one === name)?.[1]
  if (!bytes) throw new Error(`There is no start of ${name}.`)
  return bytes
}

/** A file that starts as a format does and ends with a text of its own; without a name of a format, only that text. */
export function picture(name: string, { format = 'PNG', type = 'image/png', text = name } = {}): File {
  return new File([format === 'none' ? '' : startOf(format), text], name, { type })
}
