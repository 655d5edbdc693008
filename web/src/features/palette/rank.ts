/** Something that can be found and run. */
export interface Findable {
  label: string
  /** Found by these words too, which are not shown. */
  words?: string
}

/** Where the words that were typed stand in a label, as `[start, end)`. */
export type Marks = readonly (readonly [start: number, end: number])[]

export interface Found<T> {
  item: T
  marks: Marks
}

/** What fits all words that were typed; what begins with them first, in the order it came otherwise. */
export function find<T extends Findable>(items: readonly T[], query: string): Found<T>[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return items.map((item) => ({ item, marks: [] }))
  return items
    .map((item) => ({ item, ...fit(item, words) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .map(({ item, marks }) => ({ item, marks }))
}

function fit({ label, words: more = '' }: Findable, words: readonly string[]): { score: number; marks: Marks } {
  const text = label.toLowerCase()
  const hidden = more.toLowerCase()
  const marks: [number, number][] = []
  let score = 0
  for (const word of words) {
    const at = bestPlace(text, word)
    if (at >= 0) {
      marks.push([at, at + word.length])
      score += at === 0 ? 4 : isStart(text, at) ? 3 : 1
    } else if (hidden.includes(word)) score += 1
    else return { score: 0, marks: [] }
  }
  return { score: score / words.length, marks: joined(marks) }
}

/** The beginning of a word before the middle of one. */
function bestPlace(text: string, word: string): number {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) if (isStart(text, at)) return at
  return text.indexOf(word)
}

function isStart(text: string, at: number): boolean {
  return at === 0 || /[^a-z0-9]/.test(text.charAt(at - 1))
}

function joined(marks: [number, number][]): Marks {
  const all: [number, number][] = []
  for (const mark of marks.toSorted((a, b) => a[0] - b[0])) {
    const last = all.at(-1)
    if (last && mark[0] <= last[1]) last[1] = Math.max(last[1], mark[1])
    else all.push(mark)
  }
  return all
}
