import { videoProxy } from '../../../../../proxy.server'

export { videoProxy as GET, videoProxy as HEAD, videoProxy as POST }
