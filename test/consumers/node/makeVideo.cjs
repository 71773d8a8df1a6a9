/**
 * Creates a video and reads its bytes: the client calls the proxy, and the proxy calls the emulator.
 *
 * @param {typeof import('react-video-task/client')} client
 * @param {typeof import('react-video-task/messages')} messages
 * @param {typeof import('react-video-task/schemas')} schemas
 * @param {typeof import('react-video-task/server')} server
 * @param {typeof import('react-video-task/testing')} testing
 */
module.exports = async function makeVideo(
  { createVideoClient, isTerminal, openVideoContent },
  { chineseErrorMessages, describeVideoTaskError },
  { createVideoSchema, videoTaskSchema },
  { createVideoProxy },
  { createVideoEmulator },
) {
  const emulator = createVideoEmulator({ apiKey: 'sk-of-the-server', duration: 0 })
  const proxy = createVideoProxy({
    apiKey: 'sk-of-the-server',
    authorize: () => true,
    fetch: emulator.fetch,
  })
  const client = createVideoClient({
    baseURL: 'http://app.test/api/v1',
    fetch: (input, init) => proxy(new Request(input, init)),
  })
  const { id } = await client.create(createVideoSchema('wan2.6').parse({ prompt: 'a fox in the snow' }))
  const task = videoTaskSchema.parse(await client.retrieve(id))
  const { stream, type } = await openVideoContent(client, id)
  const { byteLength } = await new Response(stream).arrayBuffer()
  return {
    status: task.status,
    ended: isTerminal(task),
    type,
    isWhole: byteLength > 1_000,
    title: describeVideoTaskError({ code: 'insufficient_quota' }, chineseErrorMessages).title,
    routes: emulator.requests.map(({ route }) => route),
  }
}
