import { useQuery } from '@tanstack/react-query'
import { countRender } from '../countRender.js'
import type { Contender } from './Contender.js'
import { Line, type Shown } from './Line.js'
import { isOver, retrieve } from './retrieve.js'

const pick = ({ status, progress }: Shown) => ({ status, progress })

function Row({ id, interval }: { id: string; interval: number }) {
  countRender()
  const { data } = useQuery({
    queryKey: ['select', id],
    queryFn: () => retrieve(id),
    refetchInterval: ({ state }) => (isOver(state.data) ? false : interval),
    select: pick,
  })
  return <Line task={data} />
}

/** A query used with care: `select`, and only what is needed is read. */
export const select =
  (interval: number): Contender =>
  ({ ids }) =>
    ids.map((id) => <Row key={id} id={id} interval={interval} />)
