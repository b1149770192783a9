/** docs/internals/producer.md and the code say the same. */
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { actRows, standingRows, stateDiagram, verdictRows, type Row } from '../testing/internals-page.ts';
import { BATCH_MOVES } from './core/batch.ts';
import { LINK_MOVES } from './core/broker-state.ts';
import { IDENTITY_MOVES } from './core/identity.ts';
import { LIFE_MOVES } from './core/lifecycle.ts';
import { REFRESH_MOVES } from './core/metadata-view.ts';

const page = readFileSync(new URL('../../../docs/internals/producer.md', import.meta.url), 'utf8');

/** What stands between a heading and the next of any depth. */
function chapter(heading: string): string {
  const start = page.indexOf(`# ${heading}\n`);
  if (start < 0) throw new Error(`the page has no chapter '${heading}'`);
  const text = page.slice(start + 2);
  const end = text.search(/\n#+ /);
  return end < 0 ? text : text.slice(0, end);
}

/** The cells of the tables of a chapter, without head and rule. */
function rowsOf(heading: string): Row[] {
  const lines = chapter(heading)
    .split('\n')
    .filter((line) => line.startsWith('|'));
  const rows = lines.map((line) => line.split('|').map((cell) => cell.trim().replaceAll('\\_', '_')));
  return rows.slice(2).map((cells) => cells.slice(1, -1));
}

describe('the page about the producer', () => {
  it.each([
    ['A batch', BATCH_MOVES],
    ['A link to a broker', LINK_MOVES],
    ["The producer's identity", IDENTITY_MOVES],
    ["The producer's life", LIFE_MOVES],
    ['The next refresh of metadata', REFRESH_MOVES],
  ])('draws %s as its transition table has it', (heading, table) => {
    const drawn = /```mermaid\n([\s\S]*?)\n```/.exec(chapter(heading))?.[1];
    expect(drawn).toBe(stateDiagram(table));
  });

  it('tells the verdict for each code a broker may answer with', () => {
    expect(rowsOf('What an answer means')).toEqual(verdictRows());
  });

  it('tells what the producer does then', () => {
    expect(rowsOf('What the producer does')).toEqual(actRows());
  });

  it('tells where the verdict depends on how the batch stands', () => {
    expect(rowsOf('Where it depends on the batch')).toEqual(standingRows());
  });

  it('has a line for every file', () => {
    const files = readdirSync(new URL('.', import.meta.url), { recursive: true, encoding: 'utf8' })
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
    const listed = rowsOf('The files').map(([file = '']) => file.replaceAll('`', ''));
    expect(listed.toSorted()).toEqual(files.toSorted());
  });

  it('names specs that exist', () => {
    const named = [...chapter('Non-obvious').matchAll(/_(?:[a-z-]+): ([^_]+)_/g)].map(
      ([, name]) => name ?? '',
    );
    const specs = readdirSync(new URL('.', import.meta.url), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.test.ts'))
      .map((file) => readFileSync(new URL(file, import.meta.url), 'utf8'))
      .join('\n');
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !specs.includes(name))).toEqual([]);
  });
});
