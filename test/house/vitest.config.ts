import { defineConfig } from 'vitest/config';
import { outputFile, reporters } from '../reporters.ts';

/** The style of the house as tests: `pnpm check:house`. */
export default defineConfig({ test: { include: ['test/house/**/*.test.ts'], reporters, outputFile } });
