import { fetchServerSentEvents, useGenerateVideo } from '@tanstack/ai-react'
import { useEffect, useMemo } from 'react'
import { countRender } from '../countRender.js'
import type { Contender } from './Contender.js'
import { Line } from './Line.js'

function Row({ id }: { id: string }) {
  countRender()
  const connection = useMemo(() => fetchServerSentEvents(`/stream/${id}`), [id])
  const { generate, stop, videoStatus } = useGenerateVideo({ connection })
  useEffect(() => {
    void generate({ prompt: id })
    return stop
  }, [generate, stop, id])
  return <Line task={videoStatus} />
}

/**
 * TanStack AI's hook makes a video and follows that one on a stream of its own; it has no way to watch an id that is
 * there already. So each row starts its task, and its server polls.
 */
export const tanstackAi: Contender = ({ ids }) => ids.map((id) => <Row key={id} id={id} />)
