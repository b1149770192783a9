import type { RegisteredSchema, SchemaReference } from '@ottla/kernel';
import { contentGuid, type CompatibilityLevel } from '@ottla/schema';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { recordText, sampleBundle } from '../../testing/sample-bundle.ts';
import type { RegistryClient } from '../registry-client.ts';
import { RegistryError, type RegistryErrorCode } from '../registry-error.ts';
import { checkBundle } from './bundle-check.ts';
import { pullBundle, type BundleSource } from './bundle-pull.ts';
import { printLock } from './lock-text.ts';

interface Stored {
  readonly id: number;
  readonly schema: string;
  readonly references?: readonly SchemaReference[];
  readonly guid?: string;
}

function failure(code: RegistryErrorCode): RegistryError {
  return new RegistryError(`no: ${code}`, { code });
}

/** A registry that holds these versions, counted from 1; `turns` is how late each answer comes. */
class StoredRegistry implements BundleSource {
  readonly asked: string[] = [];
  readonly #subjects: Readonly<Record<string, readonly Stored[]>>;
  readonly #options: { level?: CompatibilityLevel | RegistryError; turns?: () => number };

  constructor(
    subjects: Readonly<Record<string, readonly Stored[]>>,
    options: { level?: CompatibilityLevel | RegistryError; turns?: () => number } = {},
  ) {
    this.#subjects = subjects;
    this.#options = options;
  }

  async versions(subject: string): Promise<number[]> {
    await this.#turns(`versions of ${subject}`);
    return this.#stored(subject).map((_, index) => index + 1);
  }

  async version(subject: string, version: number): Promise<RegisteredSchema> {
    await this.#turns(`${subject} ${version}`);
    const stored = this.#stored(subject)[version - 1];
    if (stored === undefined) throw failure('VERSION_NOT_FOUND');
    return { subject, version, schemaType: 'AVRO', ...stored };
  }

  async compatibilityLevel(): Promise<CompatibilityLevel> {
    const { level = 'BACKWARD' } = this.#options;
    if (level instanceof RegistryError) throw level;
    return level;
  }

  #stored(subject: string): readonly Stored[] {
    const stored = this.#subjects[subject];
    if (stored === undefined) throw failure('SUBJECT_NOT_FOUND');
    return stored;
  }

  async #turns(question: string): Promise<void> {
    this.asked.push(question);
    for (let left = this.#options.turns?.() ?? 0; left > 0; left--) await Promise.resolve();
  }
}

const reference = (name: string, subject: string, version: number): readonly SchemaReference[] => [
  { name, subject, version },
];
const shop = {
  'orders-value': [
    { id: 11, schema: recordText('Order') },
    { id: 12, schema: recordText('Order', 'Line'), references: reference('Line', 'line', 2) },
  ],
  line: [
    { id: 21, schema: recordText('Line') },
    { id: 22, schema: recordText('Line', 'Money'), references: reference('Money', 'money', -1) },
    { id: 23, schema: recordText('Line', 'int') },
  ],
  money: [
    { id: 31, schema: recordText('Money') },
    { id: 32, schema: recordText('Money', 'long') },
  ],
};

describe('pulling a bundle', () => {
  it('takes what a RegistryClient is', () => {
    expectTypeOf<RegistryClient>().toExtend<BundleSource>();
  });

  it('brings every version of the subjects, and exactly those they refer to', async () => {
    const bundle = await pullBundle(new StoredRegistry(shop), ['orders-value']);
    const plain = sampleBundle({
      'orders-value': shop['orders-value'],
      // -1 became the number it stood for.
      line: [{ ...shop.line[1]!, version: 2, references: reference('Money', 'money', 2) }],
      money: [{ ...shop.money[1]!, version: 2 }],
    });
    const subjects = Object.entries(plain.subjects).map(([subject, { versions }]) => [
      subject,
      { level: 'BACKWARD', versions },
    ]);
    expect(bundle).toEqual({ ...plain, subjects: Object.fromEntries(subjects) });
    expect(checkBundle(bundle)).toEqual(bundle);
  });

  it('brings only the latest version, and what that refers to, when asked so', async () => {
    const registry = new StoredRegistry(shop);
    const { subjects } = await pullBundle(registry, ['orders-value', ':.:line'], { versions: 'latest' });
    const numbers = Object.entries(subjects).map(([subject, { versions }]) => [
      subject,
      versions.map(({ version }) => version),
    ]);
    expect(numbers).toEqual([
      ['line', [2, 3]],
      ['money', [2]],
      ['orders-value', [2]],
    ]);
    expect(new Set(registry.asked).size).toBe(registry.asked.length);
  });

  it('gives the same lock in whatever order subjects are named and answers come', async () => {
    const names = Object.keys(shop);
    const expected = printLock(await pullBundle(new StoredRegistry(shop), names));
    for (const seed of [1, 2, 3]) {
      let turn = seed;
      const turns = (): number => (turn = (turn * 7 + seed) % 11);
      const bundle = await pullBundle(new StoredRegistry(shop, { turns }), names.toReversed());
      expect(printLock(bundle)).toBe(expected);
    }
  });

  it('ends where references close a circle', async () => {
    const circle = {
      a: [{ id: 1, schema: recordText('A', 'B'), references: reference('B', 'b', 1) }],
      b: [{ id: 2, schema: recordText('B', 'A'), references: reference('A', 'a', 1) }],
    };
    const registry = new StoredRegistry(circle);
    const { subjects } = await pullBundle(registry, ['a']);
    expect(Object.keys(subjects)).toEqual(['a', 'b']);
    expect(registry.asked).toEqual(['versions of a', 'a 1', 'b 1']);
  });

  it('looks for references in the context of the subject', async () => {
    const registry = new StoredRegistry({
      ':.staging:orders': [{ id: 1, schema: recordText('O', 'M'), references: reference('M', 'money', -1) }],
      ':.staging:money': [{ id: 2, schema: recordText('M') }],
    });
    const { subjects } = await pullBundle(registry, [':.staging:orders']);
    expect(Object.keys(subjects)).toEqual([':.staging:money', ':.staging:orders']);
  });

  it('is refused past 10,000 versions', async () => {
    const versions = Array.from({ length: 10_001 }, () => ({ id: 1, schema: '"int"' }));
    const registry = new StoredRegistry({ many: versions });
    await expect(pullBundle(registry, ['many'])).rejects.toMatchObject({
      code: 'BUNDLE_TOO_LARGE',
      message: expect.stringContaining('lock fewer subjects, or only the latest versions'),
    });
    expect(registry.asked).toEqual(['versions of many']);
  });

  it('asks only a few at a time', async () => {
    const registry = new StoredRegistry({
      many: Array.from({ length: 50 }, () => ({ id: 1, schema: '"int"' })),
    });
    let flying = 0;
    let most = 0;
    const counted: BundleSource = {
      versions: (subject) => registry.versions(subject),
      compatibilityLevel: () => registry.compatibilityLevel(),
      version: async (subject, version) => {
        most = Math.max(most, ++flying);
        await Promise.resolve();
        flying--;
        return registry.version(subject, version);
      },
    };
    await pullBundle(counted, ['many']);
    expect(most).toBe(8);
  });

  it('locks no level where the registry keeps none, and passes other failures on', async () => {
    const without = new StoredRegistry(shop, { level: failure('SETTING_NOT_FOUND') });
    expect((await pullBundle(without, ['money'])).subjects['money']).not.toHaveProperty('level');
    const forbidden = new StoredRegistry(shop, { level: failure('REGISTRY_FORBIDDEN') });
    await expect(pullBundle(forbidden, ['money'])).rejects.toMatchObject({ code: 'REGISTRY_FORBIDDEN' });
    await expect(pullBundle(new StoredRegistry(shop), ['nobody', 'money'])).rejects.toMatchObject({
      code: 'SUBJECT_NOT_FOUND',
    });
    await expect(pullBundle(new StoredRegistry({ empty: [] }), ['empty'])).rejects.toMatchObject({
      code: 'SUBJECT_NOT_FOUND',
    });
    await expect(pullBundle(new StoredRegistry(shop), ['__proto__'])).rejects.toMatchObject({
      code: 'BUNDLE_INVALID',
    });
  });

  it('takes the GUIDs the registry tells, over references as it stores them', async () => {
    const [, line] = shop.line;
    const guids = [contentGuid(line!), contentGuid({ ...line!, references: reference('Money', 'money', 2) })];
    for (const guid of guids) {
      const registry = new StoredRegistry({ ...shop, line: [{ ...line!, guid }] });
      const { subjects } = await pullBundle(registry, ['line']);
      expect(subjects['line']?.versions[0]?.guid).toBe(guids[1]);
    }
  });

  it.each<[string, Record<string, Stored[]>, RegExp]>([
    [
      'a GUID of another content',
      { s: [{ id: 1, schema: '"int"', guid: '095d71cf-1255-6b9d-5e33-0ad575b3df5d' }] },
      /cannot lock subject 's': the registry contradicts itself: it tells GUID 095d71cf/,
    ],
    [
      'one id for two contents',
      { s: [{ id: 1, schema: '"int"' }], t: [{ id: 1, schema: '"long"' }] },
      /cannot lock the subjects: the registry contradicts itself: .*id 1 stands for another content/,
    ],
    [
      'a reference to the latest of nothing',
      { s: [{ id: 1, schema: '"int"', references: reference('x', 't', -1) }], t: [] },
      /it refers to 't', which is empty/,
    ],
    ['half a surrogate pair', { s: [{ id: 1, schema: '"\ud800"' }] }, /its text does not fit/],
  ])('is refused where the registry tells %s', async (_what, subjects, expected) => {
    await expect(
      pullBundle(
        new StoredRegistry(subjects),
        Object.keys(subjects).filter((name) => subjects[name]?.length !== 0),
      ),
    ).rejects.toMatchObject({
      code: 'REGISTRY_ANSWER_INVALID',
      message: expect.stringMatching(expected),
    });
  });
});
