/** Avro IDL beside what Java makes of it. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SchemaLibrary } from '../parse/schema-library.ts';
import { namedTypesOf, type Schema } from '../schema.ts';
import { schemaText } from '../schema-text.ts';

interface Pair {
  readonly name: string;
  readonly file: string;
  readonly files: Readonly<Record<string, string>>;
  /** A protocol, or a schema. */
  readonly output: object;
}

interface Verdicts {
  readonly accepted: readonly { readonly idl: string; readonly types: readonly object[] }[];
  readonly refused: readonly string[];
  readonly refusedByUsOnly: Readonly<Record<string, string>>;
}

function vectors(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../vectors/${name}`, import.meta.url), 'utf8'));
}

// Our own files, of these shapes.
const { cases } = vectors('idl.json') as { cases: readonly Pair[] };
const { accepted, refused, refusedByUsOnly } = vectors('idl-verdicts.json') as Verdicts;

function parsed(files: Readonly<Record<string, string>>): readonly Schema[] {
  const library = new SchemaLibrary(Object.entries(files).map(([file, text]) => ({ file, text })));
  return library.files.flatMap((file) => {
    const { schemas, error } = library.parsed(file);
    if (error !== null) throw error;
    return schemas;
  });
}

/** A schema as JSON; the vectors do not keep the spelling of numbers. */
function jsonOf(schema: Schema): unknown {
  return JSON.parse(schemaText(schema));
}

/** Every named type, by full name, as JSON. */
function typesOf(schemas: readonly Schema[]): ReadonlyMap<string, unknown> {
  return new Map(schemas.flatMap(namedTypesOf).map((type) => [type.fullName, jsonOf(type)]));
}

describe("apache/avro's own pairs", () => {
  it.each(cases)('$name', ({ files, output }) => {
    const isProtocol = 'protocol' in output;
    const expected = typesOf(parsed({ [isProtocol ? 'x.avpr' : 'x.avsc']: JSON.stringify(output) }));
    const found = typesOf(parsed(files));
    for (const [name, json] of expected) expect([name, found.get(name)]).toEqual([name, json]);
  });

  it('give the main schema of a schema file', () => {
    const pair = cases.find(({ name }) => name === 'schema_syntax');
    const library = new SchemaLibrary(
      Object.entries(pair?.files ?? {}).map(([file, text]) => ({ file, text })),
    );
    const schemas = library.parsed(pair?.file ?? '').schemas.map(jsonOf);
    expect(schemas).toEqual(parsed({ 'x.avsc': JSON.stringify(pair?.output) }).map(jsonOf));
  });
});

describe("Java's verdicts", () => {
  it.each(accepted.filter(({ idl }) => refusedByUsOnly[idl] === undefined))(
    'accepted: $idl',
    ({ idl, types }) => {
      const found = typesOf(parsed({ 'x.avdl': idl }));
      const expected = typesOf(parsed({ 'x.avpr': JSON.stringify({ protocol: 'P', types }) }));
      expect(found).toEqual(expected);
    },
  );

  it.each([...refused, ...Object.keys(refusedByUsOnly)])('refused: %s', (idl) => {
    const { error } = new SchemaLibrary([{ file: 'x.avdl', text: idl }]).parsed('x.avdl');
    expect(error?.message).toMatch(/^x\.avdl:\d+:\d+: /);
  });
});
