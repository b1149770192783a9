import { defineConfig } from 'vitest/config';
import { outputFile, reporters } from '../reporters.ts';

/** What only real Kafka and a real registry can judge. Run by `pnpm test:kafka`, which starts both. */
export default defineConfig({
  test: {
    include: ['test/kafka/**/*.spec.ts'],
    reporters,
    outputFile,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
