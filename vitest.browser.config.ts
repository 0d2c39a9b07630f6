import { defineConfig } from 'vitest/config';

// The tests of the built site in a real browser: `npm run build && npm run test:browser`.
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 240_000,
    hookTimeout: 120_000,
  },
});
