import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { budget } from './budget.ts'

// `npm run dev` answers the page itself and passes the API on to a running platform.
const platform = process.env.API_URL ?? 'http://127.0.0.1:7071'
// Writes by cookie need the platform's own origin, which the proxy stands in for.
const passed = { target: platform, changeOrigin: true, headers: { origin: platform } }

export default defineConfig({
  plugins: [react(), budget({ firstScriptKb: 200, styleKb: 20 })],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { host: '127.0.0.1', proxy: { '/v1': passed, '/dev': passed, '/health': passed, '/ready': passed } },
  build: { target: 'es2023', outDir: 'dist', emptyOutDir: true, sourcemap: false },
  test: {
    testTimeout: 30_000,
    restoreMocks: true,
    unstubGlobals: true,
    pool: 'threads',
    // One page and one reading of the modules for all files: starting both anew for each took three quarters of the time. The setup cleans up.
    isolate: false,
    // Plain TypeScript needs no page: only the components pay for one.
    projects: [
      { extends: true, test: { name: 'plain', environment: 'node', include: ['src/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'page',
          environment: 'jsdom',
          include: ['src/**/*.test.tsx'],
          setupFiles: ['src/test-setup.ts'],
          css: { modules: { classNameStrategy: 'non-scoped' } },
        },
      },
    ],
  },
})
