import { describe, expect, expectTypeOf, it } from 'vitest';
import { kinds, optional, required, resolveOptions, withDefault } from './options.ts';

const table = {
  bootstrapServers: required(kinds.strings, "Brokers to begin with, as 'host:port'."),
  lingerMs: withDefault(kinds.integer(0), 5, 'How long a batch waits for more records, in ms.'),
  acks: withDefault(kinds.oneOf('all', 0, 1), 'all', 'Who must have the record before it counts.'),
  clientId: optional(kinds.string, 'The name shown in broker logs.'),
};
const valid = { bootstrapServers: ['kafka-1:9092'] };

describe('resolveOptions', () => {
  it('fills in defaults and leaves the given object alone', () => {
    const given = Object.freeze({ ...valid, lingerMs: 0 });
    expect(resolveOptions('Producer', table, given)).toEqual({
      bootstrapServers: ['kafka-1:9092'],
      lingerMs: 0,
      acks: 'all',
      clientId: undefined,
    });
  });

  it('derives both types from the table', () => {
    const resolved = resolveOptions('Producer', table, valid);
    expectTypeOf(resolved.lingerMs).toEqualTypeOf<number>();
    expectTypeOf(resolved.acks).toEqualTypeOf<'all' | 0 | 1>();
    expectTypeOf(resolved.clientId).toEqualTypeOf<string | undefined>();
    expectTypeOf<Parameters<typeof resolveOptions<typeof table>>[2]>().not.toEqualTypeOf<object>();
  });

  it.each<[string, object, string, RegExp]>([
    [
      'a misspelt name',
      { ...valid, lingerMS: 1 },
      'UNKNOWN_OPTION',
      /unknown option 'lingerMS'; did you mean 'lingerMs'\?/,
    ],
    ["Java's dotted name", { ...valid, 'linger.ms': 1 }, 'UNKNOWN_OPTION', /did you mean 'lingerMs'\?/],
    [
      'a name like nothing known',
      { ...valid, colour: 1 },
      'UNKNOWN_OPTION',
      /known are bootstrapServers, lingerMs/,
    ],
    ['a name of Object', { ...valid, constructor: 1 }, 'UNKNOWN_OPTION', /unknown option 'constructor'/],
    [
      'a missing option',
      {},
      'OPTION_MISSING',
      /'bootstrapServers' is missing; it must be a non-empty array of strings/,
    ],
    [
      'a number as text',
      { ...valid, lingerMs: '5' },
      'OPTION_INVALID',
      /'lingerMs' must be an integer of 0 or more, got a string/,
    ],
    ['a negative number', { ...valid, lingerMs: -1 }, 'OPTION_INVALID', /got -1/],
    [
      'a word that is not in the list',
      { ...valid, acks: 2 },
      'OPTION_INVALID',
      /must be one of "all", 0, 1, got 2/,
    ],
    ['null', { ...valid, clientId: null }, 'OPTION_INVALID', /must be a non-empty string, got null/],
  ])('refuses %s and says what would do', (_name, given, code, message) => {
    // The types forbid these; callers in JavaScript can still write them.
    const options = given as typeof valid;
    expect(() => resolveOptions('Producer', table, options)).toThrow(
      expect.objectContaining({ code, action: 'usage' }),
    );
    expect(() => resolveOptions('Producer', table, options)).toThrow(message);
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['an array', [valid]],
    ['a string', 'kafka-1:9092'],
  ])('refuses options that are no object and names what it found: %s', (found, given) => {
    // As a program without types would call it.
    const options = given as unknown as typeof valid;
    expect(() => resolveOptions('Producer', table, options)).toThrow(
      expect.objectContaining({
        code: 'OPTION_INVALID',
        message: `Producer: options must be an object, got ${found}`,
      }),
    );
  });

  it('never shows the value of a text', () => {
    const options = { ...valid, lingerMs: 'hunter2' } as unknown as typeof valid;
    expect(() => resolveOptions('Producer', table, options)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    );
  });
});
