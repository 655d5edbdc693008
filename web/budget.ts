import { gzipSync } from 'node:zlib'
import type { Plugin, Rollup } from 'vite'

interface Limits {
  /** Everything the canvas page loads before it can be used, in KB after gzip; what comes later counts in neither. */
  firstScriptKb: number
  styleKb: number
}

/** Ends a build that grew past its budget, naming the sizes. */
export function budget(limits: Limits): Plugin {
  return {
    name: 'budget',
    apply: 'build',
    generateBundle(_, bundle) {
      const scripts = firstScripts(bundle)
      const wanted = new Set(scripts.flatMap((chunk) => [...(chunk.viteMetadata?.importedCss ?? [])]))
      const styles = Object.values(bundle).filter((file) => wanted.has(file.fileName))
      const scriptKb = kb(scripts.map((chunk) => chunk.code))
      const styleKb = kb(styles.map((file) => (file.type === 'asset' ? String(file.source) : '')))
      console.info(`first JS of the canvas page ${scriptKb.toFixed(1)} KB, CSS ${styleKb.toFixed(1)} KB (gzip)`)
      if (scriptKb > limits.firstScriptKb || styleKb > limits.styleKb)
        this.error(`Over the budget of ${limits.firstScriptKb} KB script, ${limits.styleKb} KB style: load more of it later.`)
    },
  }
}

/** The entry, the canvas page that it loads lazily, and what both import at once. */
function firstScripts(bundle: Rollup.OutputBundle): Rollup.OutputChunk[] {
  const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
  const wanted = chunks.filter((chunk) => chunk.isEntry || chunk.facadeModuleId?.endsWith('canvas-view.tsx')).map((chunk) => chunk.fileName)
  const seen = new Set<string>()
  while (wanted.length > 0) {
    const name = wanted.pop()
    if (name === undefined || seen.has(name)) continue
    seen.add(name)
    wanted.push(...(chunks.find((chunk) => chunk.fileName === name)?.imports ?? []))
  }
  return chunks.filter((chunk) => seen.has(chunk.fileName))
}

function kb(parts: string[]): number {
  return parts.reduce((sum, part) => sum + gzipSync(part).length, 0) / 1024
}
