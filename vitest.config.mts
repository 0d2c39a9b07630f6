import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**', 'test/outside/**', 'node_modules/**'],
    globalSetup: ['test/print-seed.ts'],
    setupFiles: ['test/seed.ts'],
    pool: 'threads',
    // A file of properties costs milliseconds; a fresh module graph for each of them costs seconds.
    isolate: false,
    maxWorkers: 2,
    testTimeout: 60_000,
  },
});
