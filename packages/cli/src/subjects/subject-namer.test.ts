import { describe, expect, it } from 'vitest';
import { parseConfig, type Config } from '../config/read-config.ts';
import { SubjectNamer } from './subject-namer.ts';

function config(text = ''): Config {
  const content = parseConfig('ottla.yaml', `version: 1\n${text}`);
  return { ...content, file: 'ottla.yaml', absolutePath: '/repo/ottla.yaml', folder: '/repo' };
}

function nameOf(path: string, text?: string, others: readonly string[] = []): string {
  const { subject, version } = new SubjectNamer(config(text), '/repo/shop', [path, ...others]).nameOf(path);
  return version === null ? subject : `${subject} ${version}`;
}

describe('the subject of a file', () => {
  it.each([
    ['a.avsc', 'shop/a'],
    ['x/a.v3.avsc', 'shop/x/a 3'],
    ['../a.v03.avsc', 'a 3'],
    ['a.v1.v2.avsc', 'shop/a.v1 2'],
    ['a.vx.avsc', 'shop/a.vx'],
    ['v1.avsc', 'shop/v1'],
    ['.v1.avsc', 'shop/ 1'],
    ['a.v2.schema.json', 'shop/a 2'],
    ['a.v2.avdl', 'shop/a 2'],
    ['a', 'shop/a'],
    ['constructor.avsc', 'shop/constructor'],
  ])('%s is %s', (path, expected) => {
    expect(nameOf(path)).toBe(expected);
  });

  it('keeps its extension when files of two kinds share the rest', () => {
    expect(nameOf('a.v1.avsc', '', ['a.v1.avdl'])).toBe('shop/a.avsc 1');
    expect(nameOf('a.v1.avsc', '', ['b.v1.avdl', 'a.v2.avsc'])).toBe('shop/a 1');
  });

  const rows = `
schemas:
  - { path: "shop/{topic}/key/{name}.v{version}.avsc", subject: "{topic}-key", level: FULL }
  - { path: "shop/{topic}/*.avsc", subject: "{topic}-value", policy: STRICT }
  - { path: "shop/{name}.json", subject: "json-{name}" }
subjects:
  orders-value: { level: NONE, except: [SUBJECT_REMOVED] }
`;
  it.each([
    ['orders/key/k.v7.avsc', 'orders-key 7'],
    ['orders/order.v2.avsc', 'orders-value 2'],
    ['orders/order.avsc', 'orders-value'],
    ['a.v2.json', 'json-a 2'],
    ['orders/key/k.avsc', 'shop/orders/key/k'],
  ])('%s is %s by the rows of the configuration', (path, expected) => {
    expect(nameOf(path, rows)).toBe(expected);
  });

  it('has the settings of its own, then of its row, then the usual ones', () => {
    const namer = new SubjectNamer(config(rows), '/repo/shop', []);
    const settings = (path: string): unknown => namer.settingsOf(namer.nameOf(path).subject, path);
    expect(settings('orders/key/k.v7.avsc')).toEqual({ level: 'FULL', policy: undefined, except: new Set() });
    expect(settings('orders/order.avsc')).toEqual({
      level: 'NONE',
      policy: 'STRICT',
      except: new Set(['SUBJECT_REMOVED']),
    });
    expect(settings('x.avsc')).toMatchObject({ level: 'BACKWARD', policy: undefined });
  });
});
