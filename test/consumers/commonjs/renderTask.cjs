const { createElement: h } = require('react')
const { renderToString } = require('react-dom/server')

/** Renders a watched task with one copy each of TanStack Query and of this package. */
exports.renderTask = (
  { QueryClient, QueryClientProvider },
  { createVideoClient, useVideoTask, VideoTaskProvider },
) => {
  const client = createVideoClient({ baseURL: 'http://127.0.0.1/v1' })
  const Task = () => h('p', null, useVideoTask('task_1').status)
  const videos = h(VideoTaskProvider, { client }, h(Task))
  return renderToString(h(QueryClientProvider, { client: new QueryClient() }, videos))
}
