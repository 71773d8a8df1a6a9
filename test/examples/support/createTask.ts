/** Makes a task through an app's proxy; gives its id. */
export async function createTask(origin: string): Promise<string> {
  const body = new FormData()
  body.set('model', 'wan2.6')
  body.set('prompt', 'a fox in the snow')
  const answer = await fetch(`${origin}/api/v1/videos`, { method: 'POST', body })
  const { id } = Object(await answer.json())
  return String(id)
}
