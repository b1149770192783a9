import { execFileSync } from 'node:child_process';
import { ByteWriter, SerializationError, type ValueMisfit } from '@ottla/kernel';
import { parseSchema } from '@ottla/schema';
import { describe, expect, it } from 'vitest';
import { avroCodec, type AvroCodecOptions } from '../avro-codec.ts';

const record = (name: string, fields: object[]): object => ({ type: 'record', name, fields });
const misfits = (schema: unknown, value: unknown, options?: AvroCodecOptions): readonly ValueMisfit[] =>
  avroCodec(parseSchema(JSON.stringify(schema)), options).validate(value);

function failure(schema: unknown, value: unknown): SerializationError {
  const writer = new ByteWriter();
  writer.writeInt8(1);
  try {
    avroCodec(parseSchema(JSON.stringify(schema))).encodeInto(value, writer);
  } catch (error) {
    expect(writer.position).toBe(1);
    if (error instanceof SerializationError) return error;
    throw error;
  }
  return expect.unreachable('it was encoded');
}

const order = record('Order', [
  { name: 'id', type: 'long' },
  { name: 'lines', type: { type: 'array', items: record('Line', [{ name: 'sku', type: 'string' }]) } },
  { name: 'attributes', type: { type: 'map', values: 'int' } },
  { name: 'note', type: ['null', 'string'] },
]);

describe('every place that does not fit', () => {
  const wrong = {
    id: 'x',
    lines: [{ sku: 1 }, { sku: 'a', skew: 2 }, null],
    attributes: { 'a b': 'y', ok: 1 },
    notes: 'z',
  };

  it('is found, in the order of the value', () => {
    expect(misfits(order, wrong).map(({ path, found }) => [path, found])).toEqual([
      ['notes', 'an undeclared field'],
      ['id', 'a string'],
      ['lines[0].sku', 'an integer'],
      ['lines[1].skew', 'an undeclared field'],
      ['lines[2]', 'null'],
      ['attributes["a b"]', 'a string'],
      ['note', 'nothing'],
    ]);
  });

  it('is carried by the error, whose own path is the first', () => {
    const error = failure(order, wrong);
    expect(error.misfits).toEqual(misfits(order, wrong));
    expect(error).toMatchObject({ code: 'VALUE_MISFIT', failure: 'poison', path: 'notes' });
    expect(error.message).toContain("did you mean 'note'?");
    expect(error.message).toContain('6 more');
  });

  it('is none where encoding takes the value', () => {
    expect(misfits(order, { id: 1n, lines: [], attributes: {}, note: null })).toEqual([]);
    const tolerant = { undeclaredFields: 'ignore', missingNullable: 'null' } as const;
    expect(misfits(order, { id: 1, lines: [], attributes: {}, more: 1 }, tolerant)).toEqual([]);
  });

  it('is looked for no longer after a hundred', () => {
    const values = Array.from({ length: 5000 }, () => 'x');
    expect(misfits({ type: 'array', items: 'int' }, values)).toHaveLength(100);
  });

  it('is told in bounded words, whatever keys and names there are', () => {
    const many = record(
      'Many',
      Array.from({ length: 2000 }, (_, index) => ({ name: `f${index}`, type: 'int', default: 0 })),
    );
    const [misfit] = misfits(many, { [`${'k\n'.repeat(500_000)}`]: 1 });
    expect(misfit?.path.length).toBeLessThan(200);
    expect(misfit?.path).not.toContain('\n');
    expect(misfit?.remedy?.length).toBeLessThan(300);
    const symbols = Array.from({ length: 5000 }, (_, index) => `S${index}`);
    const [none] = misfits({ type: 'enum', name: 'E', symbols }, 'x'.repeat(1_000_000));
    expect(none?.found).toBe('a string that is none of its symbols');
  });

  it('hears a promise that nobody else will, and says to await it', async () => {
    const rejected = Promise.reject(new Error('lost'));
    const error = failure(order, {
      id: rejected,
      lines: [],
      attributes: {},
      note: Promise.reject(new Error('lost')),
    });
    expect(error.message).toContain('await it first');
    expect(error.misfits.map(({ path }) => path)).toEqual(['id', 'note']);
    // A rejection that is heard by nobody would end this run after the next turn of the loop.
    await new Promise((resolve) => setImmediate(resolve));
  });
});

describe('values without end', () => {
  const node = record('Node', [
    { name: 'next', type: ['null', 'Node'], default: null },
    { name: 'children', type: { type: 'array', items: 'Node' }, default: [] },
    { name: 'named', type: { type: 'map', values: 'Node' }, default: {} },
  ]);

  it.each(['next', 'children', 'named'])('are refused where they contain themselves in %s', (member) => {
    const value: Record<string, unknown> = {};
    value[member] =
      member === 'next' ? value : member === 'children' ? [value, value] : { a: value, b: value };
    const error = failure(node, value);
    expect(error).toMatchObject({ code: 'VALUE_MISFIT' });
    expect(error.message).toContain('does it contain itself?');
    expect(error.misfits).toHaveLength(1);
  });

  const nested = (records: number): object => {
    let value = {};
    for (let count = 1; count < records; count++) value = { next: value };
    return value;
  };

  it('are taken to a thousand records, and no deeper, by encoding and check alike', () => {
    const codec = avroCodec(parseSchema(JSON.stringify(node)));
    const writer = new ByteWriter();
    codec.encodeInto(nested(1000), writer);
    expect(codec.validate(nested(1000))).toEqual([]);
    expect(codec.validate(nested(1001))).toHaveLength(1);
    expect(() => codec.encodeInto(nested(1001), writer)).toThrow(
      expect.objectContaining({ code: 'VALUE_MISFIT' }),
    );
    // A refusal leaves nothing behind that would count against the next value.
    writer.reset();
    codec.encodeInto(nested(1000), writer);
  });

  it('are checked alike where the stack is small and nothing is compiled', () => {
    const program = `
      import { parseSchema } from '@ottla/schema';
      import { avroCodec } from '${new URL('../avro-codec.ts', import.meta.url).href}';
      const codec = avroCodec(parseSchema(${JSON.stringify(JSON.stringify(node))}));
      const found = (records) => {
        let value = {};
        for (let count = 1; count < records; count++) value = { next: value };
        return codec.validate(value).map((misfit) => misfit.found);
      };
      console.log(JSON.stringify([found(1000), found(1001)]));`;
    const flags = ['--stack-size=300', '--no-sparkplug', '--no-maglev', '--no-turbofan', '--no-warnings'];
    const said = execFileSync(process.execPath, [...flags, '--input-type=module', '--eval', program], {
      cwd: import.meta.dirname,
      encoding: 'utf8',
    });
    expect(JSON.parse(said)).toEqual([[], ['a value nested deeper than 1000 records']]);
  });

  it('leave the writer where it was, however little of the stack is left', () => {
    const codec = avroCodec(parseSchema(JSON.stringify(node)));
    const value = nested(900);
    const outcomes = new Set<string>();
    const attempt = (): void => {
      const writer = new ByteWriter(4096);
      try {
        codec.encodeInto(value, writer);
        outcomes.add('written');
      } catch (error) {
        expect(writer.position).toBe(0);
        outcomes.add(error instanceof SerializationError ? error.code : 'the stack is full');
      }
    };
    const descend = (depth: number): void => {
      try {
        descend(depth + 1);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
      }
      if (depth % 200 === 0) attempt();
    };
    descend(1);
    expect(outcomes).toContain('written');
    expect(outcomes).toContain('VALUE_MISFIT');
    expect(
      [...outcomes].filter(
        (outcome) => !['written', 'VALUE_MISFIT', 'ENCODING_FAILED', 'the stack is full'].includes(outcome),
      ),
    ).toEqual([]);
  });
});

describe('values that change or throw while they are read', () => {
  const schema = record('R', [{ name: 'a', type: 'int' }]);

  it('fail with the getter’s error as the cause, and nothing of it in the message', () => {
    const secret = new Error('hunter2');
    const value = {
      get a(): number {
        throw secret;
      },
    };
    const error = failure(schema, value);
    expect(error).toMatchObject({ code: 'ENCODING_FAILED', cause: secret });
    expect(error.message).not.toContain('hunter2');
  });

  it('fail with a typed error when the second look finds nothing wrong', () => {
    let reads = 0;
    const value = {
      get a(): unknown {
        return reads++ === 0 ? 'x' : 1;
      },
    };
    expect(failure(schema, value)).toMatchObject({ code: 'ENCODING_FAILED' });
  });
});
