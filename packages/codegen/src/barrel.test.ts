import { describe, expect, it } from 'vitest';
import { generate } from './generate.ts';
import type { GenerateOptions } from './generate-options.ts';

const record = (name: string): unknown => ({ type: 'record', name, fields: [] });

function barrel(schemas: readonly unknown[], options?: GenerateOptions): string {
  const inputs = schemas.map((schema, index) => ({ file: `f${index}.avsc`, text: JSON.stringify(schema) }));
  return generate(inputs, options).files.find(({ path }) => path === 'index.ts')?.text ?? '';
}

/** The names a barrel exports. */
function exportedBy(text: string): string[] {
  return [...text.matchAll(/\{([^}]*)\}/g)].flatMap(([, list = '']) =>
    list
      .split(',')
      .map((name) => name.trim().split(' as ').at(-1) ?? '')
      .filter((name) => name !== ''),
  );
}

describe('the barrel', () => {
  it('exports what is a value with its type, and what is a type as a type', () => {
    const text = barrel([record('com.acme.Order')]);
    expect(text).toContain(
      "export { Order, isOrder, orderDeserializer, orderSerializer } from './com/acme/order.js';\n" +
        "export type { OrderInput } from './com/acme/order.js';\n",
    );
  });

  it('exports types alone where there is nothing else', () => {
    expect(barrel([record('A')], { codecs: 'none' })).toContain("export type { A, AInput } from './a.js';");
  });

  it('gives a name that two modules export to neither, and drops none', () => {
    const text = barrel([record('com.acme.Money'), record('org.Money'), record('Money')]);
    const names = exportedBy(text);
    expect(names).not.toContain('Money');
    expect(names).toEqual(expect.arrayContaining(['ComAcmeMoney', 'OrgMoney', 'RootMoney']));
    expect(names).toEqual(expect.arrayContaining(['isComAcmeMoney', 'orgMoneySerializer', 'RootMoneyInput']));
    expect(new Set(names).size).toBe(names.length);
    expect(names).toHaveLength(3 * 5);
  });

  it('tells apart what a namespace before a name makes equal', () => {
    const names = exportedBy(barrel([record('a.b.C'), record('ab.C'), record('aB.C'), record('x.AB_C')]));
    expect(new Set(names).size).toBe(names.length);
    expect(names).toHaveLength(4 * 5);
  });

  it('does not depend on the order of files', () => {
    const schemas = [record('b.Money'), record('a.Money'), record('a.MoneyInput')];
    const body = (text: string): string => text.split('\n').slice(2).join('\n');
    expect(body(barrel(schemas.toReversed()))).toBe(body(barrel(schemas)));
  });

  it('leaves its place to no type', () => {
    const { files } = generate([
      { file: 'i.avsc', text: JSON.stringify([record('Index'), record('Topics')]) },
    ]);
    expect(files.map(({ path }) => path)).toEqual(['i.ts', 'index-2.ts', 'index.ts', 'topics-2.ts']);
  });

  it.each([
    ['namespace', 'index', 'index-2.ts'],
    ['type', 'x', 'x/index.ts'],
  ] as const)('nor to a namespace: layout %s, %s', (layout, namespace, expected) => {
    const text = JSON.stringify(record(`${namespace}.Index`));
    const paths = generate([{ file: 'a.avsc', text }], { layout }).files.map(({ path }) => path);
    expect(paths).toContain(expected);
  });
});
