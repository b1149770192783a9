import { defineConfig } from 'vitest/config';

/** The style of the house as tests: `pnpm check:house`. */
export default defineConfig({ test: { include: ['test/house/**/*.test.ts'] } });
