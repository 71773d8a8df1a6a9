import type { VideoProxy } from 'react-video-task/server'

/** Checks every error answer of a proxy's own, whatever a test asks of it: clients show the message and decide by the code. */
export function checkAnswers(proxy: VideoProxy): VideoProxy {
  return async (request) => {
    const response = await proxy(request)
    const isOwn = response.headers.get('video-answered-by') === 'proxy'
    const isJson = response.headers.get('content-type') === 'application/json'
    if (!isOwn || !isJson || !response.body) return response
    const body: unknown = JSON.parse(await response.clone().text())
    const error = fieldOf(body, 'error')
    const [message, code, type] = ['message', 'code', 'type'].map((name) => fieldOf(error, name))
    if (typeof message !== 'string') return response
    checkSentence(message)
    if (typeof code !== 'string' || !/^[\w.-]+$/.test(code)) throw new Error(`No code of an error: '${code}'`)
    if (typeof type !== 'string' || !/^[a-z_]+_error$/.test(type))
      throw new Error(`No type of an error: '${type}'`)
    return response
  }
}

/** Checks that a message is made of whole sentences. */
export function checkSentence(message: string): void {
  if (!/^['`A-Z].*\S\.$/s.test(message)) throw new Error(`Not a sentence: '${message}'`)
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
