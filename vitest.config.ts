import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{unit,worker,webview,architecture}/**/*.test.ts'],
    testTimeout: 20_000,
    pool: 'forks',
    maxWorkers: 2,
    reporters: ['default'],
  },
});
