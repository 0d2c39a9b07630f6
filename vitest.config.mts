import path from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // As the site's own build has it, so that a component can be rendered in a test.
  resolve: { alias: { '@spec': path.resolve('src/spec') } },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**', 'test/outside/**', 'node_modules/**'],
    globalSetup: ['test/print-seed.ts'],
    setupFiles: ['test/seed.ts'],
    pool: 'threads',
    // A file of properties costs milliseconds; a fresh module graph for each of them costs seconds.
    isolate: false,
    maxWorkers: 2,
    // For a test that hangs, and no measure of a machine: what takes ten seconds takes minutes on one that is busy with others.
    testTimeout: 1_200_000,
    hookTimeout: 1_200_000,
  },
});
