const { renderTask } = require('./renderTask.cjs')

Promise.all([import('@tanstack/react-query'), import('react-video-task')]).then(([query, videoTask]) => {
  console.log(JSON.stringify(renderTask(query, videoTask)))
})
