import { defineConfig } from 'vitest/config';
import { outputFile, reporters } from '../reporters.ts';

/** Generated code in a browser, and as a bundle in each Node that we serve. Run by `pnpm test:browser`; needs Chromium. */
export default defineConfig({
  test: {
    include: ['test/browser/*.spec.ts'],
    reporters,
    outputFile,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
