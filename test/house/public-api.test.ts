import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { entryPoints, publicNames } from './public-api.ts';
import { ROOT } from './source-tree.ts';

describe('the public API', () => {
  it.each(entryPoints)('of $name is listed name by name', ({ file }) => {
    expect(readFileSync(join(ROOT, file), 'utf8')).not.toMatch(/export\s+\*/);
  });

  it.each(entryPoints)('of $name is what was agreed', async ({ name: entry, file }) => {
    const names = publicNames(readFileSync(join(ROOT, file), 'utf8'))
      .map(({ name, isType }) => (isType ? `type ${name}` : name))
      .toSorted();
    const snapshot = `./api/${entry.replaceAll('/', '-').replace('@', '')}.txt`;
    await expect(`${names.join('\n')}\n`).toMatchFileSnapshot(snapshot);
  });
});
