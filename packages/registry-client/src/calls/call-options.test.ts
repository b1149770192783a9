/** Every public call checks its options where it comes in: what it does not know or cannot use is refused unasked. */
import { ConfigError, type SchemaText } from '@ottla/kernel';
import { describe, expect, it } from 'vitest';
import { openClient } from '../../testing/open-client.ts';
import { RegistryClient, type RegistryError } from '../index.ts';
import { callOptions, type CallName } from './call-options.ts';

const schema: SchemaText = { schemaType: 'AVRO', schema: '"string"' };
const referring: SchemaText = { ...schema, references: [{ name: 'n', subject: 'b', version: 1 }] };
const guid = '095d71cf-1255-6b9d-5e33-0ad575b3df5d';

/** What stands before the options, an option that is mistyped, and the one that was meant. */
const callTable: Record<CallName, readonly [before: readonly unknown[], typo: string, meant: string]> = {
  schemaId: [['a', schema], 'regsiter', 'register'],
  register: [['a', schema], 'normalise', 'normalize'],
  lookUp: [['a', schema], 'delete', 'deleted'],
  schema: [[7], 'Subject', 'subject'],
  schemaByGuid: [[guid], 'fromat', 'format'],
  idsOfGuid: [[guid], 'signals', 'signal'],
  subjectsOfId: [[7], 'subjects', 'subject'],
  versionsOfId: [[7], 'Deleted', 'deleted'],
  schemas: [[], 'latest_only', 'latestOnly'],
  schemaTypes: [[], 'singal', 'signal'],
  subjects: [[], 'prefixes', 'prefix'],
  versions: [['a'], 'deleted_only', 'deletedOnly'],
  version: [['a', 1], 'formats', 'format'],
  latest: [['a'], 'abortSignal', ''],
  latestWithMetadata: [['a', { owner: 'ada' }], 'sginal', 'signal'],
  references: [[referring], 'signl', 'signal'],
  referencedBy: [['a', 1], 'signa', 'signal'],
  deleteSubject: [['a'], 'permenant', 'permanent'],
  deleteVersion: [['a', 1], 'permament', 'permanent'],
  testCompatibility: [['a', schema], 'versions', 'version'],
  compatibilityLevel: [['a'], 'Signal', 'signal'],
  setCompatibilityLevel: [['FULL', 'a'], 'ssignal', 'signal'],
  config: [['a'], 'defaultToglobal', 'defaultToGlobal'],
  setConfig: [[{ normalize: true }, 'a'], 'signall', 'signal'],
  deleteConfig: [['a'], 'sigal', 'signal'],
  mode: [['a'], 'default_to_global', 'defaultToGlobal'],
  setMode: [['IMPORT', 'a'], 'forced', 'force'],
  deleteMode: [['a'], 'recursively', 'recursive'],
  contexts: [[], 'signal_', 'signal'],
  associations: [['orders'], 'nameSpaces', 'namespace'],
  serverVersion: [[], 'sIgnal', 'signal'],
};
const names = Object.keys(callTable) as CallName[]; // as the type of the table says

type Options = Record<string, unknown>;

function setUp() {
  const { client, registry } = openClient(() => ({ body: {} }));
  const ask = (call: CallName, ...given: readonly unknown[]): unknown =>
    // What JavaScript callers can pass.
    (client[call] as (...all: readonly unknown[]) => unknown).call(client, ...given);
  /** The call with these options; everything before them is as it should be. */
  const askWith = (call: CallName, options: unknown): unknown => ask(call, ...callTable[call][0], options);
  return { client, registry, ask, askWith };
}

/** Also fails when the call throws instead of rejecting. */
async function failureOf(asked: unknown): Promise<{ error: unknown; code: unknown; message: string }> {
  expect(asked).toBeInstanceOf(Promise);
  return (asked as Promise<unknown>).then(
    () => ({ error: undefined, code: 'answered', message: '' }),
    (error: RegistryError | ConfigError) => ({ error, code: error.code, message: error.message }),
  );
}

/** What every call must be given besides. */
const needed = (call: CallName): Options => (call === 'schemaId' ? { register: true } : {});

it('the table of options knows every call that asks', () => {
  const asking = [RegistryClient.prototype, Object.getPrototypeOf(RegistryClient.prototype) as object]
    .flatMap((owner) => Object.getOwnPropertyNames(owner))
    .filter((name) => !['constructor', 'knownSchemaId', 'knownSchema', 'metrics', 'close'].includes(name));
  expect(Object.keys(callOptions).toSorted()).toEqual(asking.toSorted());
});

describe.each(names)('%s', (call) => {
  const [, typo, meant] = callTable[call];
  const owner = `RegistryClient.${call}: `;

  it('refuses an option that it does not know and names the nearest', async () => {
    const { registry, askWith } = setUp();
    const { error, code, message } = await failureOf(askWith(call, { ...needed(call), [typo]: true }));
    const remedy = meant === '' ? 'known are signal' : `did you mean '${meant}'?`;
    expect([code, message]).toEqual(['UNKNOWN_OPTION', `${owner}unknown option '${typo}'; ${remedy}`]);
    expect(error).toBeInstanceOf(ConfigError);
    expect(registry.requests).toEqual([]);
  });

  it.each(Object.entries(callOptions[call]))(
    'refuses a value of %s of another type',
    async (name, { expected }) => {
      const { registry, askWith } = setUp();
      const other = expected.endsWith(' string') ? 7 : 'yes';
      for (const wrong of [null, other, {}, []]) {
        const { code, message } = await failureOf(askWith(call, { ...needed(call), [name]: wrong }));
        expect([code, message]).toEqual([
          'OPTION_INVALID',
          expect.stringContaining(`${owner}option '${name}' must be ${expected}, got `),
        ]);
      }
      expect(registry.requests).toEqual([]);
    },
  );

  it('refuses what is no object of options and tells what they are', async () => {
    const { registry, askWith } = setUp();
    for (const [given, got] of [
      [null, 'null'],
      [3, '3'],
      [true, 'true'],
      ['normalize', 'a string'],
      [[], 'an array'],
      [() => undefined, 'a function'],
      [new AbortController().signal, 'a signal'],
    ] as const) {
      const { code, message } = await failureOf(askWith(call, given));
      const known = Object.keys(callOptions[call]).join(', ');
      expect([code, message]).toEqual([
        'OPTION_INVALID',
        `${owner}options must be an object of ${known}, got ${got}`,
      ]);
    }
    expect(registry.requests).toEqual([]);
  });

  it('given a signal that was aborted before asks nothing', async () => {
    const { registry, askWith } = setUp();
    const signal = AbortSignal.abort('before');
    const { error, code } = await failureOf(askWith(call, { ...needed(call), signal }));
    expect(code).toBe('ABORTED');
    expect(error).toMatchObject({ cause: 'before' });
    expect(registry.requests).toEqual([]);
  });

  it('takes options that are undefined as not given', async () => {
    const { registry, askWith } = setUp();
    const unset = Object.fromEntries(Object.keys(callOptions[call]).map((name) => [name, undefined]));
    await failureOf(askWith(call, { ...unset, ...needed(call) }));
    expect(registry.requests).toHaveLength(1);
    expect(registry.requests[0]?.path).not.toContain('undefined');
  });
});

describe('schemaId', () => {
  it.each([[undefined, 'OPTION_INVALID'] as const, [{}, 'OPTION_MISSING'] as const])(
    'needs to be told whether to register: %j',
    async (options, wanted) => {
      const { registry, askWith } = setUp();
      const { code, message } = await failureOf(askWith('schemaId', options));
      expect([code, message]).toEqual([wanted, expect.stringContaining('register')]);
      expect(registry.requests).toEqual([]);
    },
  );
});

it('what is known from memory is not answered to options that are wrong', async () => {
  const { client, registry } = openClient(() => ({ body: { id: 7, version: 1, schema: '"string"' } }));
  await client.schemaId('a', schema, { register: true });
  await client.schema(7);
  await client.version('a', 1);
  await client.latest('a');
  const asked = registry.requests.length;
  const wrong = { register: true, normalise: true } as { register: true }; // what JavaScript callers can pass
  for (const again of [
    client.schemaId('a', schema, wrong),
    client.schema(7, wrong),
    client.version('a', 1, wrong),
    client.latest('a', wrong),
  ]) {
    expect(await failureOf(again)).toMatchObject({ code: 'UNKNOWN_OPTION' });
  }
  expect(registry.requests).toHaveLength(asked);
});

describe('what is given by position', () => {
  const typed = 'AVRO, JSON, PROTOBUF';
  it.each<[string, CallName, readonly unknown[], string, string]>([
    ['a version for options', 'testCompatibility', ['a', schema, 3], 'OPTION_INVALID', 'object of normalize'],
    ['a text for a version', 'version', ['a', '3'], 'VERSION_INVALID', 'got a string; latest(subject)'],
    ["'latest' for a version", 'version', ['a', 'latest'], 'VERSION_INVALID', 'latest(subject) gives'],
    ["'latest' to be deleted", 'deleteVersion', ['a', 'latest'], 'VERSION_INVALID', 'got a string'],
    ['options for a version', 'referencedBy', ['a', {}], 'VERSION_INVALID', 'got an object'],
    ['options for a subject', 'config', [{ defaultToGlobal: true }], 'SUBJECT_INVALID', 'a subject must be'],
    ['no properties', 'latestWithMetadata', ['a'], 'OPTION_INVALID', 'properties must be an object'],
    ['properties that are no texts', 'latestWithMetadata', ['a', { b: 1 }], 'OPTION_INVALID', 'and texts'],
    ['no configuration', 'setConfig', [null], 'OPTION_INVALID', 'config must be an object of settings'],
    ['a level for a configuration', 'setConfig', ['FULL', 'a'], 'OPTION_INVALID', 'got a string'],
    ['no level', 'setCompatibilityLevel', [undefined, 'a'], 'OPTION_INVALID', 'level must be'],
    ['no mode', 'setMode', [null, 'a'], 'OPTION_INVALID', 'mode must be'],
    ['no schema to follow', 'references', [null], 'SCHEMA_INVALID', 'references of a schema are an array'],
    ['nothing to follow', 'references', [], 'SCHEMA_INVALID', 'references of a schema are an array'],
    ['a reference of null', 'references', [{ references: [null] }], 'SCHEMA_INVALID', 'an array of { name'],
    ['references of a text', 'references', [{ references: 'b' }], 'SCHEMA_INVALID', 'got a string'],
    ['a schema without its type', 'register', ['a', { schema: '"int"' }], 'SCHEMA_INVALID', typed],
    ['a type that is none', 'register', ['a', { ...schema, schemaType: 'avro' }], 'SCHEMA_INVALID', "'avro'"],
    [
      'a type of a prototype',
      'lookUp',
      ['a', { ...schema, schemaType: 'constructor' }],
      'SCHEMA_INVALID',
      typed,
    ],
    ['no type', 'schemaId', ['a', { schema: '"int"' }, { register: true }], 'SCHEMA_INVALID', 'got nothing'],
    ['a type of null', 'testCompatibility', ['a', { ...schema, schemaType: null }], 'SCHEMA_INVALID', 'null'],
    ['references of null', 'register', ['a', { ...schema, references: null }], 'SCHEMA_INVALID', 'got null'],
  ])('is refused unasked: %s', async (_what, call, given, code, part) => {
    const { registry, ask } = setUp();
    expect(await failureOf(ask(call, ...given))).toMatchObject({
      code,
      message: expect.stringContaining(part),
      error: { action: 'usage' },
    });
    expect(registry.requests).toEqual([]);
  });
});
