import { defineConfig } from 'vitest/config';

// The tests of the built site in a real browser: `npm run build && npm run test:browser`.
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    globalSetup: ['test/browser/unpack-browser.ts'],
    // Each file has a browser of its own, and a browser takes a core.
    maxWorkers: 2,
    // In CI a browser may lose a race that it never loses here: a second try, which the last lines of `.ci/run` name.
    retry: process.env['CI'] === undefined ? 0 : 1,
    // For what hangs, and no measure of a machine: `npm test` passes on one that is busy with others, too.
    testTimeout: 1_200_000,
    hookTimeout: 1_200_000,
    // What follows an action of the reader is asked for until it is there.
    expect: { poll: { timeout: 300_000 } },
  },
});
