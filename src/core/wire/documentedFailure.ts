import type { VideoTaskFailure } from '../task/videoTask.js'
import { isText } from './documentedTask.js'
import { isRecord } from './fieldValues.js'

/** Reads a task's error in the documented shape; undefined for any other value, and for a message that holds JSON or HTML. */
export function readDocumentedFailure(error: unknown): VideoTaskFailure | undefined {
  if (!isRecord(error) || !isText(error['message'])) return undefined
  const failure: VideoTaskFailure = {}
  for (const name in error) {
    const value = error[name]
    if (value === null) continue
    const [, text = value, request_id] = (name === 'message' && REQUEST_ID.exec(`${value}`)) || []
    if (!isErrorField(name) || !isText(text) || UNCLEAR.test(text)) return undefined
    if (request_id) failure.request_id ??= request_id
    failure[name] = text
  }
  return failure
}

/** The end that CometAPI and its relatives give a message. */
const REQUEST_ID = /^(.+) \(request id: (\w+)\)$/s

const isErrorField = (name: string): name is keyof VideoTaskFailure =>
  /^(message|code|type|param|request_id)$/.test(name)

/** Texts of an error that say more, or less, than they seem to: also an id of the request in another place. */
const UNCLEAR = /request[ _-]?id|^([<{]|(succe|ok$|0$|200$|none$|null$|nil$|undef|false$|no[ _]err))/i
