import { VideoStudio } from '@/components/video-studio'

export const metadata = { title: 'Video studio' }

export default function Page() {
  return (
    <main>
      <VideoStudio />
    </main>
  )
}
