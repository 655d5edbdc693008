import { LineFinder, type FindMessage } from './line-finder'

const finder = new LineFinder()

addEventListener('message', ({ data }: MessageEvent<FindMessage>) => {
  const answer = finder.take(data)
  if (answer) postMessage(answer, { transfer: [answer.found.buffer] })
})
