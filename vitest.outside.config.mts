import { defineConfig } from 'vitest/config';

// The tests that reach outside: kernel sources, compilers, spin, docutils. `npm run test:outside`. What it takes to run one
// of them may be missing here; test/outside/report.ts says how a test then tells it. A new one is a file in test/outside.
export default defineConfig({
  test: {
    include: ['test/outside/**/*.test.ts'],
    globalSetup: ['test/print-seed.ts'],
    setupFiles: ['test/seed.ts'],
    pool: 'threads',
    isolate: false,
    maxWorkers: 2,
    // The first run fetches 450 MB, and compiles what it has fetched.
    testTimeout: 3_000_000,
    hookTimeout: 3_000_000,
  },
});
