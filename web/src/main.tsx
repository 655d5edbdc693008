// First, so that its layers come first.
import '@/styles/tokens.css'
import '@/styles/base.css'
import { StrictMode } from 'react'
import { QueryClientProvider } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { App } from '@/app/app'
import { createQueryClient } from '@/app/query-client'
import { ToastPlace } from '@/ui/toast'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element with the id root')

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={createQueryClient()}>
      <App />
      <ToastPlace />
    </QueryClientProvider>
  </StrictMode>,
)
