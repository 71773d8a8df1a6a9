import { useQuery } from '@tanstack/react-query'
import { countRender } from '../countRender.js'
import type { Contender } from './Contender.js'
import { Line } from './Line.js'
import { isOver, retrieve } from './retrieve.js'

function Row({ id }: { id: string }) {
  countRender()
  const query = useQuery({
    queryKey: ['naive', id],
    queryFn: () => retrieve(id),
    refetchInterval: ({ state }) => (isOver(state.data) ? false : 1_000),
  })
  // The spread is what many a custom hook returns; it reads every field, and so renders on each.
  const { data } = { ...query }
  return <Line task={data} />
}

/** What one writes first: a query with an interval, whose result is spread. */
export const naive: Contender = ({ ids }) => ids.map((id) => <Row key={id} id={id} />)
