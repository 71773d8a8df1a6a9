import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createVideoClient, fetchWithUploadProgress } from 'react-video-task'
import './demo.css'
import 'react-video-task/styles.css'
import { App } from './App.js'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element with the id "root"')

const client = createVideoClient({ baseURL: '/api/v1', upload: fetchWithUploadProgress })

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={new QueryClient()}>
      <App client={client} />
    </QueryClientProvider>
  </StrictMode>,
)
