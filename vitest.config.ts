import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { outputFile, reporters } from './test/reporters.ts';

/** The programs that tests start strip the types of our sources once, not at every start. */
const env = { NODE_COMPILE_CACHE: fileURLToPath(new URL('.cache/compiled', import.meta.url)) };
const setupFiles = [fileURLToPath(new URL('test/seed.ts', import.meta.url))];
const patience = { testTimeout: 60_000, hookTimeout: 60_000 };

/** Every test that needs no server. Real Kafka is judged by `pnpm test:kafka`, the style by `pnpm check`. */
export default defineConfig({
  test: {
    reporters,
    outputFile,
    ...patience,
    // On two cores vitest would take one; specs that start programs wait for them most of the time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: 'units',
          include: ['packages/*/src/**/*.test.ts', 'test/golden/**/*.test.ts', 'test/drop-in/*.test.ts'],
          // Modules are loaded once per worker, not once per file: no module of ours keeps what a spec could leave.
          isolate: false,
          setupFiles,
          ...patience,
          env,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          setupFiles,
          ...patience,
          env,
        },
      },
    ],
  },
});
