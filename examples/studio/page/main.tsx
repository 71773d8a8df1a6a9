import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createAuthClient } from 'better-auth/react'
import { useActionState, useState } from 'react'
import { createRoot } from 'react-dom/client'
import {
  createVideoClient,
  useVideoTaskHistory,
  type VideoTaskHistoryForm,
  VideoTaskProvider,
} from 'react-video-task'
import {
  useVideoTaskShareActions,
  VideoTaskForm,
  VideoTaskFormPrice,
  VideoTaskList,
} from 'react-video-task/components'
import 'react-video-task/styles.css'
import './styles.css'

const auth = createAuthClient()
const client = createVideoClient({ baseURL: '/api/v1' })
const queryClient = new QueryClient()

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
  const [draft, setDraft] = useState<VideoTaskHistoryForm>()
  const history = useVideoTaskHistory({ onEdit: setDraft })
  const { actions, url } = useVideoTaskShareActions({ toURL: (link) => `/shared/${link}` })
  return (
    <>
      <VideoTaskForm
        draft={draft}
        models={['wan2.6', 'sora-2']}
        slots={{ price: <VideoTaskFormPrice catalogue="/api/catalogue" /> }}
      />
      {url && <a href={url}>Public link</a>}
      <VideoTaskList taskIds={history.taskIds} details={(id) => ({ ...history.details(id), actions })} />
      {history.hasNextPage && <button onClick={history.fetchNextPage}>Older videos</button>}
    </>
  )
}

createRoot(document.body).render(<App />)
