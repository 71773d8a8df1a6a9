const { TestEnvironment } = require('jest-environment-jsdom')

// jsdom has no fetch, and Node's takes only Node's own signals, forms and streams.
const nodeGlobals = {
  ...{ fetch, Headers, Request, Response, FormData, Blob, File, AbortController, AbortSignal },
  ...{ ReadableStream, TransformStream, TextDecoder, TextEncoder, structuredClone },
}

module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup()
    Object.assign(this.global, nodeGlobals)
  }
}
