import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseSchema } from '../parse/schema-parser.ts';
import type { Schema } from '../schema.ts';
import { checkCompatibility } from './compatibility.ts';

interface Vectors {
  readonly schemas: Readonly<Record<string, string>>;
  readonly compatible: readonly { readonly reader: string; readonly writer: string }[];
  readonly incompatible: readonly {
    readonly reader: string;
    readonly writer: string;
    readonly findings: readonly {
      readonly kind: string;
      readonly message: string;
      readonly location: string;
    }[];
  }[];
}

// The file is ours; vectors/README.md names its sources.
const vectors = JSON.parse(
  readFileSync(new URL('../../vectors/compatibility.json', import.meta.url), 'utf8'),
) as Vectors;

function schemaOf(name: string): Schema {
  return parseSchema(vectors.schemas[name] ?? '', { file: name });
}

describe('pairs that Java finds compatible', () => {
  it.each(vectors.compatible)('$reader reads $writer', ({ reader, writer }) => {
    expect(checkCompatibility(schemaOf(reader), schemaOf(writer))).toEqual([]);
  });
});

describe('pairs that Java finds incompatible: kinds, messages, locations and their order', () => {
  it.each(vectors.incompatible)('$reader does not read $writer', ({ reader, writer, findings }) => {
    const found = checkCompatibility(schemaOf(reader), schemaOf(writer));
    const told = found.map(({ kind, message, location }) => ({ kind, message, location }));
    expect(told).toEqual(findings);
    for (const each of found) {
      expect(each.reader.file).toBe(reader);
      expect(each.writer.file).toBe(writer);
    }
  });
});
