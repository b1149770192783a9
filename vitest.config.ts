import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { outputFile, reporters } from './test/reporters.ts';

/** Every test that needs no server. Real Kafka is judged by `pnpm test:kafka`, the style by `pnpm check`. */
export default defineConfig({
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'test/integration/**/*.test.ts',
      'test/golden/**/*.test.ts',
      'test/drop-in/*.test.ts',
    ],
    reporters,
    outputFile,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The programs that tests start strip the types of our sources once, not at every start.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL('.cache/compiled', import.meta.url)) },
  },
});
