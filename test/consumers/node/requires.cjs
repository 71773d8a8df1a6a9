const client = require('react-video-task/client')
const messages = require('react-video-task/messages')
const schemas = require('react-video-task/schemas')
const server = require('react-video-task/server')
const testing = require('react-video-task/testing')
const makeVideo = require('./makeVideo.cjs')

void makeVideo(client, messages, schemas, server, testing).then((result) =>
  console.log(JSON.stringify(result)),
)
