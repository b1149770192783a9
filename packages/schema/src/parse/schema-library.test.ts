import { describe, expect, it } from 'vitest';
import { cpuMilliseconds } from '../../../kernel/testing/cpu-time.ts';
import { namedTypesOf, type NamedSchema } from '../schema.ts';
import { schemaText } from '../schema-text.ts';
import { SchemaLibrary, type ParsedFile } from './schema-library.ts';
import type { SchemaFile } from './schema-source.ts';

function file(name: string, text: string): SchemaFile {
  return { file: name, text };
}

/** A record whose fields are given as `name:type`. */
function record(fullName: string, ...fields: readonly string[]): string {
  const list = fields.map((field) => {
    const [name, type = ''] = field.split(/:(.*)/);
    return `{"name":"${name}","type":${type}}`;
  });
  return `{"type":"record","name":"${fullName}","fields":[${list.join(',')}]}`;
}

function textOf(parsed: ParsedFile): string {
  if (parsed.error !== null) throw parsed.error;
  return parsed.schemas.map((each) => schemaText(each)).join('\n');
}

function typesOf(parsed: ParsedFile): NamedSchema[] {
  if (parsed.error !== null) throw parsed.error;
  return parsed.schemas.flatMap(namedTypesOf);
}

const customer1 = file('customer.v1.avsc', record('acme.Customer', 'id:"int"'));
const customer2 = file('customer.v2.avsc', record('acme.Customer', 'id:"long"', 'home:"Address"'));
const address = file('address.avsc', record('acme.Address', 'street:"string"'));
const order = file('order.avsc', record('acme.Order', 'by:"Customer"', 'to:"Address"'));

describe('a library of files', () => {
  it('resolves names across files in any order, circles included', () => {
    const a = file('a.avsc', record('x.A', 'b:["null","y.B"]'));
    const b = file('b.avsc', record('y.B', 'a:["null","x.A"]', 'own:["null","A"]'));
    const namesake = file('c.avsc', record('y.A', 'n:"int"'));
    for (const files of [
      [a, b, namesake],
      [namesake, b, a],
    ]) {
      const library = new SchemaLibrary(files);
      expect(typesOf(library.parsed('a.avsc')).map((type) => type.fullName)).toEqual(['x.A', 'y.B', 'y.A']);
      expect(library.parsed('a.avsc').usedFiles).toEqual(['b.avsc', 'c.avsc']);
      expect(library.parsed('c.avsc').usedFiles).toEqual([]);
      expect(library.parsed('b.avsc').schemas[0]).toBe(typesOf(library.parsed('a.avsc'))[1]);
    }
  });

  it('knows which files define a name', () => {
    const library = new SchemaLibrary([customer1, customer2, address]);
    expect(library.files).toEqual(['customer.v1.avsc', 'customer.v2.avsc', 'address.avsc']);
    expect(library.definitionsOf('acme.Customer')).toEqual(['customer.v1.avsc', 'customer.v2.avsc']);
    expect(library.definitionsOf('constructor')).toEqual([]);
  });

  it('refuses a file it does not hold, and one given twice', () => {
    expect(() => new SchemaLibrary([address]).parsed('other.avsc')).toThrow(
      /'other.avsc' is not in the library/,
    );
    expect(() => new SchemaLibrary([address, address])).toThrow(/'address.avsc' was given twice/);
  });
});

describe('versions of one schema', () => {
  const library = new SchemaLibrary([customer1, customer2, address, order]);

  it('each mean their own definition', () => {
    expect(textOf(library.parsed('customer.v1.avsc'))).toContain('"type":"int"');
    expect(textOf(library.parsed('customer.v2.avsc'))).toContain('"type":"long"');
    expect(library.parsed('customer.v2.avsc').usedFiles).toEqual(['address.avsc']);
  });

  it('are chosen from by who prefers one', () => {
    const asked: unknown[] = [];
    const older = library.parsed('order.avsc', {
      prefer: (name, files) => {
        asked.push([name, files]);
        return files[0];
      },
    });
    expect(asked).toEqual([['acme.Customer', ['customer.v1.avsc', 'customer.v2.avsc']]]);
    expect(textOf(older)).toContain('"type":"int"');
    expect(older.usedFiles).toEqual(['customer.v1.avsc', 'address.avsc']);
    const newer = library.parsed('order.avsc', { prefer: (_, files) => files.at(-1) });
    expect(textOf(newer)).toContain('"type":"long"');
    // One object for each name, also where two ways lead to it.
    expect(typesOf(newer).map((type) => type.fullName)).toEqual([
      'acme.Order',
      'acme.Customer',
      'acme.Address',
    ]);
  });

  it('are an error at the mention where nobody prefers one', () => {
    const { error } = library.parsed('order.avsc');
    expect(error).toMatchObject({ code: 'NAME_AMBIGUOUS', file: 'order.avsc', line: 1, column: 68 });
    expect(error?.message).toContain('customer.v1.avsc:1:1, customer.v2.avsc:1:1');
    expect(library.parsed('order.avsc', { prefer: () => 'nowhere.avsc' }).error?.code).toBe('NAME_AMBIGUOUS');
  });

  it('come back in a circle to the version the file itself defines', () => {
    const item = file('item.avsc', record('a.Item', 'basket:["null","Basket"]'));
    const basket1 = file('basket.v1.avsc', record('a.Basket', 'item:"Item"'));
    const basket2 = file('basket.v2.avsc', record('a.Basket', 'item:"Item"', 'n:"int"'));
    const circle = new SchemaLibrary([item, basket1, basket2]);
    for (const version of ['basket.v1.avsc', 'basket.v2.avsc']) {
      const types = typesOf(circle.parsed(version));
      expect(types.map((type) => type.position.file)).toEqual([version, 'item.avsc']);
    }
    expect(circle.parsed('item.avsc').error?.code).toBe('NAME_AMBIGUOUS');
  });

  it('that are equal need no choice, and each stands at its own place', () => {
    const inline = file('inline.avsc', `{"type":"array","items":${address.text}}`);
    const equal = new SchemaLibrary([address, inline, file('use.avsc', record('acme.Use', 'a:"Address"'))]);
    expect(typesOf(equal.parsed('inline.avsc'))[0]?.position.file).toBe('inline.avsc');
    expect(equal.parsed('use.avsc').usedFiles).toEqual(['address.avsc']);
  });

  it('that hide in a type from elsewhere are found out', () => {
    const holder = file('holder.avsc', record('acme.Holder', `c:${customer1.text}`));
    const both = file('both.avsc', `[${customer2.text},"acme.Holder"]`);
    const { error } = new SchemaLibrary([address, holder, both]).parsed('both.avsc');
    expect(error).toMatchObject({ code: 'TYPE_BROKEN', file: 'both.avsc' });
    expect(error?.message).toContain(`'acme.Customer' is defined differently at both.avsc:1:2`);
  });
});

describe('a broken file', () => {
  const user = file('user.avsc', record('a.User', 'm:"Money"'));
  const usersUser = file('shop.avsc', record('a.Shop', 'u:"User"'));

  it.each([
    ['is no JSON', '{"type":"fixed","name":"a.Money","size":', 'JSON_INVALID'],
    ['defines badly', '{"type":"fixed","name":"a.Money","size":-1}', 'SIZE_INVALID'],
    ['mentions what nobody defines', record('a.Money', 'c:"Currency"'), 'TYPE_UNKNOWN'],
    [
      'has a default that does not fit',
      '{"type":"record","name":"a.Money","fields":[{"name":"n","type":"int","default":"x"}]}',
      'DEFAULT_INVALID',
    ],
    [
      'contradicts itself',
      `[${record('a.Money')},{"type":"map","values":${record('a.Money', 'x:"int"')}}]`,
      'NAME_REDEFINED',
    ],
  ])('that %s is named by those who need it; the others are whole', (_, text, code) => {
    const library = new SchemaLibrary([usersUser, user, address, file('money.avsc', text)]);
    expect(library.parsed('money.avsc')).toMatchObject({
      schemas: [],
      usedFiles: [],
      error: { code, file: 'money.avsc' },
    });
    for (const name of ['user.avsc', 'shop.avsc']) {
      const { error } = library.parsed(name);
      expect(error).toMatchObject({ code: 'TYPE_BROKEN', file: name, line: 1, cause: { code } });
      expect(error?.message).toContain('a file it needs is broken: money.avsc:1:');
    }
    expect(library.parsed('address.avsc').error).toBeNull();
  });

  it('is passed over where another file defines the name', () => {
    const library = new SchemaLibrary([
      file('bad.avsc', `[${record('a.Money', 'x:"int"')},"Nothing"]`),
      file('good.avsc', record('a.Money', 'y:"int"')),
      user,
    ]);
    expect(library.parsed('user.avsc').usedFiles).toEqual(['good.avsc']);
  });

  it('is read when the library is lenient and only its defaults are wrong', () => {
    const text = '{"type":"record","name":"R","fields":[{"name":"n","type":"int","default":"x"}]}';
    expect(new SchemaLibrary([file('r.avsc', text)], { lenient: true }).parsed('r.avsc').error).toBeNull();
  });
});

describe('defaults across files', () => {
  it('are checked against the version that is chosen', () => {
    const use = file(
      'use.avsc',
      '{"type":"record","name":"acme.Use","fields":[{"name":"c","type":"Customer","default":{"id":5000000000}}]}',
    );
    const wide = file('customer.v2.avsc', record('acme.Customer', 'id:"long"'));
    const library = new SchemaLibrary([customer1, wide, use]);
    expect(library.parsed('use.avsc', { prefer: () => 'customer.v2.avsc' }).error).toBeNull();
    expect(library.parsed('use.avsc', { prefer: () => 'customer.v1.avsc' }).error?.code).toBe(
      'DEFAULT_INVALID',
    );
  });

  it('that lead through several files back to themselves are refused', () => {
    const half = (name: string, other: string): SchemaFile =>
      file(
        `${name}.avsc`,
        `{"type":"record","name":"${name}","fields":[{"name":"f","type":"${other}","default":{}}]}`,
      );
    const library = new SchemaLibrary([half('A', 'B'), half('B', 'A')]);
    expect(library.parsed('A.avsc').error?.code).toBe('DEFAULT_ENDLESS');
    expect(library.parsed('B.avsc').error?.code).toBe('TYPE_BROKEN');
  });
});

describe('size', { timeout: 60_000 }, () => {
  /** Milliseconds of CPU to parse every file of a library; the better of two. */
  function timeFor(files: readonly SchemaFile[]): number {
    const round = (): number =>
      cpuMilliseconds(() => {
        const library = new SchemaLibrary(files);
        for (const each of library.files) expect(library.parsed(each).error).toBeNull();
      });
    return Math.min(round(), round());
  }

  const sharing = (count: number): SchemaFile[] => {
    const types = Array.from({ length: 200 }, (_, index) =>
      record(`t.T${index}`, `next:"T${(index + 1) % 200}"`),
    );
    const users = Array.from({ length: count }, (_, index) =>
      file(`user${index}.avsc`, record(`u.U${index}`, 'first:"t.T0"')),
    );
    return [...users, file('types.avsc', `[${types.join(',')}]`)];
  };
  const chain = (count: number): SchemaFile[] =>
    Array.from({ length: count }, (_, index) =>
      file(`${index}.avsc`, record(`c.C${index}`, index + 1 < count ? `next:"C${index + 1}"` : 'end:"int"')),
    );
  const versions = (count: number): SchemaFile[] =>
    Array.from({ length: count }, (_, index) =>
      file(`${index}.avsc`, record(`v.V${index % (count / 20)}`, `f${index}:"int"`)),
    );

  it.each([
    ['files that share one', sharing],
    ['a chain of files', chain],
    ['versions', versions],
  ])('%s: the time grows with their number, not with its square', (_, make) => {
    timeFor(make(500));
    const small = timeFor(make(1000));
    const large = timeFor(make(10_000));
    expect(large).toBeLessThan(40 * Math.max(small, 15));
  });
});
