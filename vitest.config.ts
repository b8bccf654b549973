// Tests run against dist/ (the program as it ships), loaded by Node itself: workers and source maps are the real ones.
import { defineConfig } from 'vitest/config';

const TEST_TIMEOUT_MS = 60_000;

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: TEST_TIMEOUT_MS,
    hookTimeout: TEST_TIMEOUT_MS,
    server: { deps: { external: [/\/dist\//, /\/node_modules\//] } },
    // Server, writer and push threads besides the test itself: more files at once only wait for each other.
    maxWorkers: 2,
    coverage: { include: ['dist/**/*.js'] },
  },
});
