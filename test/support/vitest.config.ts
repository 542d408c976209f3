import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    include: ['test/{unit,worker,webview,architecture}/**/*.test.ts'],
    globalSetup: ['test/support/buildWorkers.ts'],
    // Generous: a machine that others use too is slow at times, and no test is about time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
