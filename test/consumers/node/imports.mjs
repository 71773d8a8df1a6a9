import * as client from 'react-video-task/client'
import * as messages from 'react-video-task/messages'
import * as server from 'react-video-task/server'
import * as testing from 'react-video-task/testing'
import makeVideo from './makeVideo.cjs'

console.log(JSON.stringify(await makeVideo(client, messages, server, testing)))
