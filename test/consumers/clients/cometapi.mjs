import { CometAPI } from 'cometapi'
import { atBoth, isVideo } from './apis.mjs'

const results = await atBoth('cometapi', async (options) => {
  const { videos } = new CometAPI(options)
  const created = await videos.create({ model: 'sora-2', prompt: 'A fox in the snow', seconds: '8' })
  let task = created
  for (let polls = 0; task.status !== 'completed' && polls < 9; polls++)
    task = await videos.retrieve(created.id)
  const content = await videos.downloadContent(created.id)
  return [created.status, task.status, isVideo(new Uint8Array(await content.arrayBuffer()))]
})
console.log(JSON.stringify(results))
