import { render, screen } from '@testing-library/react'
import { Profiler } from 'react'
import { expect, it } from 'vitest'
import { clearVideoTasks, useVideoTask, videoTaskKeys } from 'react-video-task'
import { watchWorld } from '../hooks/support/watchWorld.js'

const MANY = 100
const ids = Array.from({ length: MANY }, (_, index) => `task_${index}`)

/** A page of many tasks, all as far as the test says, whose answers come one a millisecond. */
async function watchMany() {
  const world = watchWorld()
  const page = { progress: 10, commits: 0 }
  let answered = 0
  world.answer = async (request) => {
    await new Promise((resolve) => setTimeout(resolve, ++answered % MANY))
    const id = request.url.split('/').at(-1)
    return Response.json({ id, status: 'in_progress', progress: page.progress })
  }
  const Row = ({ id }: { id: string }) => (
    <li>{useVideoTask(id, { maxConcurrentRequests: MANY }).data?.progress}</li>
  )
  const { unmount } = render(
    <Profiler id="page" onRender={() => (page.commits += 1)}>
      {ids.map((id) => (
        <Row key={id} id={id} />
      ))}
    </Profiler>,
    { wrapper: world.wrapper },
  )
  await world.pass(1_000)
  return {
    ...world,
    page,
    unmount,
    shown: () => screen.getAllByRole('listitem').map((row) => row.textContent),
  }
}

it('many tasks that change within moments render the page a few times, and all are shown', async () => {
  const { page, pass, shown } = await watchMany()
  const before = page.commits
  page.progress = 20
  await pass(5_500)
  expect(shown()).toEqual(ids.map(() => '20'))
  expect(page.commits - before).toBeLessThanOrEqual(10)
})

it('a task that changes on its own is shown at once', async () => {
  const world = watchWorld()
  let progress = 10
  world.answer = () => Response.json({ id: 'a', status: 'in_progress', progress })
  const Percent = () => <p role="status">{useVideoTask('a').data?.progress}</p>
  render(<Percent />, { wrapper: world.wrapper })
  await world.pass(1)
  expect(screen.getByRole('status').textContent).toBe('10')
  progress = 20
  await world.pass(5_000)
  expect(screen.getByRole('status').textContent).toBe('20')
})

it('what waits to be written is dropped where the tasks were forgotten meanwhile', async () => {
  const { page, pass, unmount, queryClient } = await watchMany()
  page.progress = 20
  // In the midst of the answers.
  await pass(4_050)
  unmount()
  clearVideoTasks(queryClient)
  await pass(10_000)
  expect(queryClient.getQueriesData({ queryKey: videoTaskKeys.all() })).toEqual([])
})
