const { renderTask } = require('./renderTask.cjs')

try {
  renderTask(require('@tanstack/react-query'), require('react-video-task'))
} catch (error) {
  console.log(JSON.stringify({ code: error.code, message: error.message }))
}
