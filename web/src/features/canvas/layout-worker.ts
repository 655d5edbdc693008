import { layOut, type LayoutRequest } from './layout'

/** A large graph takes its time: the page goes on meanwhile. */
self.addEventListener('message', ({ data }: MessageEvent<LayoutRequest>) => {
  self.postMessage(layOut(data))
})
