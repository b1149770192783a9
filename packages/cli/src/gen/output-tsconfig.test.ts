import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TemporaryFolder } from '../../testing/temporary-folder.ts';
import { outputTsconfig } from './output-tsconfig.ts';

let folder: TemporaryFolder;
beforeEach(() => {
  folder = new TemporaryFolder();
});
afterEach(() => folder[Symbol.dispose]());

const generated = (): ReturnType<typeof outputTsconfig> => outputTsconfig(join(folder.path, 'src/generated'));

describe('imports between generated files end as the tsconfig.json wants it', () => {
  it.each([
    [{ module: 'NodeNext' }, '.js'],
    [{ module: 'node16' }, '.js'],
    [{ module: 'node20', moduleResolution: 'node16' }, '.js'],
    [{ module: 'nodenext', allowImportingTsExtensions: true }, '.ts'],
    [{ module: 'nodenext', rewriteRelativeImportExtensions: true }, '.ts'],
    [{ module: 'esnext', moduleResolution: 'bundler' }, 'none'],
    [{ module: 'esnext', moduleResolution: 'Bundler', allowImportingTsExtensions: true }, 'none'],
    [{ module: 'preserve' }, 'none'],
    [{ module: 'commonjs', moduleResolution: 'node' }, '.js'],
    [{ module: 'esnext' }, '.js'],
    [{}, '.js'],
  ])('%j: %s', (compilerOptions, importExtension) => {
    folder.write('tsconfig.json', { compilerOptions });
    expect(generated()).toMatchObject({ importExtension });
  });

  it('the nearest one counts, with what it extends, comments and all', () => {
    folder.write('base.json', '{ /* shared */ "compilerOptions": { "module": "preserve", } }');
    folder.write('tsconfig.json', { compilerOptions: { module: 'nodenext' } });
    folder.write('src/tsconfig.json', {
      extends: '../base.json',
      compilerOptions: { erasableSyntaxOnly: true },
    });
    expect(generated()).toEqual({
      file: join(folder.path, 'src/tsconfig.json'),
      importExtension: 'none',
      erasableSyntaxOnly: true,
    });
  });

  it('of one that only refers to others, the one that includes the folder', () => {
    folder.write('tsconfig.json', {
      files: [],
      references: [{ path: './missing' }, { path: './tsconfig.node.json' }, { path: './app' }],
    });
    folder.write('tsconfig.node.json', {
      include: ['vite.config.ts'],
      compilerOptions: { module: 'nodenext' },
    });
    folder.write('app/tsconfig.json', {
      include: ['../src'],
      compilerOptions: { moduleResolution: 'bundler' },
    });
    expect(generated()).toMatchObject({
      file: join(folder.path, 'app/tsconfig.json'),
      importExtension: 'none',
    });
  });

  it('one that cannot be read is refused', () => {
    folder.write('tsconfig.json', { extends: './nowhere.json' });
    expect(generated).toThrow(expect.objectContaining({ code: 'TSCONFIG_INVALID', exitCode: 2 }));
  });
});
