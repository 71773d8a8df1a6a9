const required = require('react-video-task/client')

void import('react-video-task/client').then((imported) =>
  console.log(JSON.stringify(imported.VideoTaskError === required.VideoTaskError)),
)
