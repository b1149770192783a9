import { defineConfig } from 'vitest/config';

/** Every test that needs no server. Real Kafka is judged by `pnpm test:kafka`, the style by `pnpm check`. */
export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'test/integration/**/*.test.ts', 'test/golden/**/*.test.ts'],
    passWithNoTests: false,
    dangerouslyIgnoreUnhandledErrors: false,
  },
});
