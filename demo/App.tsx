import { useEffect, useRef } from 'react'
import { type VideoClient, VideoTaskProvider } from 'react-video-task'
import { VideoTaskDevtools } from 'react-video-task/devtools'
import { initialSettings, languages, parseIsOpen, parseSettings } from './settings.js'
import { parseVideos, Studio, type Video } from './Studio.js'
import { Switches } from './Switches.js'
import { useStored } from './useStored.js'

const isEmulated = import.meta.env.MODE === 'emulated'
const NO_VIDEOS: Video[] = []

export function App({ client }: { client: VideoClient }) {
  const [settings, setSettings] = useStored('react-video-task settings', parseSettings, initialSettings)
  const [videos, setVideos] = useStored('react-video-task videos', parseVideos, NO_VIDEOS)
  const [isDevtoolsOpen, setIsDevtoolsOpen] = useStored('react-video-task devtools', parseIsOpen, false)
  const developerButton = useRef<HTMLButtonElement>(null)
  const { theme, direction, duration, language, scenario } = settings

  useEffect(() => {
    document.documentElement.style.colorScheme = theme
    document.documentElement.dir = direction
  }, [theme, direction])
  useEffect(() => {
    if (!isEmulated) return
    const warn = (reason: unknown) => console.warn('The emulator did not take the duration.', reason)
    fetch('/emulator/duration', { method: 'PUT', body: duration }).catch(warn)
  }, [duration])

  return (
    <VideoTaskProvider
      client={client}
      messages={languages[language]?.messages}
      pollInterval={isEmulated ? 2_000 : undefined}
    >
      <header>
        <h1>react-video-task</h1>
        <p>{isEmulated ? 'Emulated API: nothing is billed' : 'Real API: every video is billed'}</p>
        <Switches
          settings={settings}
          onChange={setSettings}
          isEmulated={isEmulated}
          buttonRef={developerButton}
          onOpenDevtools={() => setIsDevtoolsOpen(true)}
          onClear={videos.length > 0 ? () => setVideos(NO_VIDEOS) : undefined}
        />
      </header>
      <main lang={language}>
        <Studio videos={videos} onVideosChange={setVideos} scenario={isEmulated ? scenario : ''} />
      </main>
      <VideoTaskDevtools
        isOpen={isDevtoolsOpen}
        emulator={isEmulated}
        onClose={() => {
          setIsDevtoolsOpen(false)
          developerButton.current?.focus()
        }}
      />
    </VideoTaskProvider>
  )
}
