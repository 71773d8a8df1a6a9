import * as client from 'react-video-task/client'
import * as messages from 'react-video-task/messages'
import * as schemas from 'react-video-task/schemas'
import * as server from 'react-video-task/server'
import * as testing from 'react-video-task/testing'
import makeVideo from './makeVideo.cjs'

console.log(JSON.stringify(await makeVideo(client, messages, schemas, server, testing)))
