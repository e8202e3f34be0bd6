import { defineConfig } from 'vitest/config'

const root = import.meta.dirname

// `*.test.ts` runs here, beside what it tests or in e2e/; `*.spec.ts` needs the running product and a browser (Playwright)
export default defineConfig({
  resolve: {
    alias: [
      { find: /^@\//, replacement: `${root}/` },
      // a marker for Next's bundler, which throws anywhere else
      { find: 'server-only', replacement: `${root}/node_modules/server-only/empty.js` },
    ],
  },
  test: {
    maxWorkers: 2,
    retry: process.env.CI === 'true' ? 2 : 0,
    projects: [
      {
        extends: true,
        // rules are pure: their tests wait for no database
        test: { name: 'unit', include: ['lib/domain/**/*.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'door',
          include: ['**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', '.next/**', 'data/**', 'lib/domain/**'],
          globalSetup: 'scripts/test/template-database.ts',
          setupFiles: 'scripts/test/own-database.ts',
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
    ],
  },
})
