import { isRecord } from '../core/isRecord.js'
import { checkParams } from './checkParams.js'
import { type CreateUpload, streamOf } from './CreateUpload.js'
import { ProxyError } from './ProxyError.js'

type Bytes = Uint8Array<ArrayBuffer>

function parse(blocks: Bytes[]): unknown {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    const text = blocks.map((block) => decoder.decode(block, { stream: true })).join('') + decoder.decode()
    return JSON.parse(text)
  } catch {
    // The parser's own words would quote the body.
    throw new ProxyError(400, 'invalid_json', 'The body is not valid JSON.')
  }
}

/**
 * Reads a create that came as JSON and writes it anew, so that of two fields of one name the API sees the one that was
 * checked.
 *
 * @throws {ProxyError} 400
 */
export function readJsonUpload(blocks: Bytes[]): CreateUpload {
  const body = parse(blocks)
  if (!isRecord(body)) {
    throw new ProxyError(400, 'invalid_json', 'The body is no JSON object of parameters.')
  }
  const params = checkParams(Object.entries(body))
  const bytes = new TextEncoder().encode(JSON.stringify(params))
  return {
    params,
    contentType: 'application/json',
    byteLength: bytes.byteLength,
    stream: streamOf([bytes]),
  }
}
