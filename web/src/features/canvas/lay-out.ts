import type { Layout, LayoutRequest } from './layout'

const patience = 20_000

/** In a worker: a large graph takes its time, and the page goes on meanwhile. */
export function layOutAside({ nodes, lines }: LayoutRequest): Promise<Layout> {
  const worker = new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' })
  return new Promise<Layout>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The layout takes too long.')), patience)
    worker.addEventListener('message', ({ data }: MessageEvent<Layout>) => {
      clearTimeout(timer)
      resolve(data)
    })
    worker.addEventListener('error', () => {
      clearTimeout(timer)
      reject(new Error('The layout could not be made.'))
    })
    worker.postMessage({ nodes: nodes.map(({ id }) => ({ id })), lines: lines.map(({ source, target }) => ({ source, target })) } satisfies LayoutRequest)
  }).finally(() => worker.terminate())
}
