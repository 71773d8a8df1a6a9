import { createRoot } from 'react-dom/client'
import { VideoStudio } from '@/components/video-studio'
import './styles.css'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element with the id "root"')
createRoot(root).render(
  <main>
    <VideoStudio />
  </main>,
)
