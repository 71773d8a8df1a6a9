import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { createAuthClient } from 'better-auth/react'
import { useActionState, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { createVideoClient, findVideoPrice, useVideoTaskHistory, VideoTaskProvider } from 'react-video-task'
import {
  useVideoTaskForm,
  VideoTaskForm,
  type VideoTaskFormProps,
  VideoTaskFormSubmit,
  VideoTaskList,
} from 'react-video-task/components'
import 'react-video-task/styles.css'
import './styles.css'

const auth = createAuthClient()
const client = createVideoClient({ baseURL: '/api/v1' })
const queryClient = new QueryClient()
const fetchCatalogue = async (): Promise<unknown> => (await fetch('/api/catalogue')).json()

function App() {
  const { data, isPending } = auth.useSession()
  if (isPending) return null
  if (!data) return <SignIn />
  return (
    <QueryClientProvider client={queryClient}>
      <VideoTaskProvider client={client} scope={data.user.id}>
        <button onClick={() => auth.signOut()}>Sign out</button>
        <Studio />
      </VideoTaskProvider>
    </QueryClientProvider>
  )
}

function SignIn() {
  const [error, submit] = useActionState(async (_: unknown, form: FormData) => {
    const [email, password] = [String(form.get('email')), String(form.get('password'))]
    const user = { email, password, name: email }
    const answer = await (form.has('new') ? auth.signUp.email(user) : auth.signIn.email(user))
    return answer.error?.message
  }, undefined)
  return (
    <form action={submit}>
      <input name="email" type="email" aria-label="Email" required />
      <input name="password" type="password" aria-label="Password" minLength={8} required />
      <button>Sign in</button>
      <button name="new">Create an account</button>
      {error && <p role="alert">{error}</p>}
    </form>
  )
}

function Studio() {
  const [form, setForm] = useState<Pick<VideoTaskFormProps, 'values' | 'params'>>({})
  const [link, setLink] = useState<string>()
  const history = useVideoTaskHistory({ onEdit: setForm })
  const share = async ({ id }: { id: string }) => setLink(await client.share(id))
  const unshare = async ({ id }: { id: string }) => setLink(void (await client.unshare(id)))
  const actions = [
    { label: 'Share', onSelect: share },
    { label: 'Stop sharing', onSelect: unshare },
  ]
  return (
    <>
      <VideoTaskForm
        {...form}
        models={['wan2.6', 'sora-2']}
        onValuesChange={(values) => setForm({ ...form, values })}
        slots={{ submit: <Submit /> }}
      />
      {link && <a href={`/shared/${link}`}>Public link</a>}
      <VideoTaskList taskIds={history.taskIds} details={(id) => ({ ...history.details(id), actions })} />
      {history.hasNextPage && <button onClick={history.fetchNextPage}>Older videos</button>}
    </>
  )
}

/** The button of the form, and the list price of what it would create. */
function Submit() {
  const { params } = useVideoTaskForm()
  const { data } = useQuery({ queryKey: ['catalogue'], queryFn: fetchCatalogue, staleTime: 3_600_000 })
  const price = findVideoPrice(data, params)
  return (
    <>
      {price && <output>List price: ${price.toFixed(2)}</output>}
      <VideoTaskFormSubmit />
    </>
  )
}

createRoot(document.body).render(<App />)
