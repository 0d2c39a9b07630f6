import { defineConfig } from 'vitest/config';

// The tests of the built site in a real browser: `npm run build && npm run test:browser`.
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    globalSetup: ['test/browser/unpack-browser.ts'],
    // Each file has a browser of its own, and a browser takes a core.
    maxWorkers: 2,
    testTimeout: 240_000,
    hookTimeout: 120_000,
  },
});
