import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseSchema } from '../parse/schema-parser.ts';
import type { Schema } from '../schema.ts';
import { checkCompatibility } from './compatibility.ts';
import { AmbiguousField } from './pair-rules.ts';

interface Told {
  readonly kind: string;
  readonly message: string;
  readonly location: string;
}

interface Vectors {
  readonly schemas: Readonly<Record<string, string>>;
  readonly compatible: readonly { readonly reader: string; readonly writer: string }[];
  readonly incompatible: readonly {
    readonly reader: string;
    readonly writer: string;
    readonly findings: readonly Told[];
  }[];
}

interface Quirks {
  readonly cases: readonly {
    readonly what: string;
    readonly reader: string;
    readonly writer: string;
    readonly findings: readonly Told[] | 'thrown';
  }[];
}

interface Karapace {
  readonly pairs: readonly {
    readonly what: string;
    readonly reader: string;
    readonly writer: string;
    readonly compatible: boolean;
  }[];
  readonly different: readonly {
    readonly reader: string;
    readonly writer: string;
    readonly karapace: { readonly location: string; readonly message: string };
  }[];
}

/** The files are ours; vectors/README.md names their sources. */
function read(file: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../vectors/${file}`, import.meta.url), 'utf8'));
}

const vectors = read('compatibility.json') as Vectors;
const quirks = read('java-quirks.json') as Quirks;
const karapace = read('karapace-compatibility.json') as Karapace;

function schemaOf(name: string): Schema {
  return parseSchema(vectors.schemas[name] ?? '', { file: name });
}

function told(reader: Schema, writer: Schema): readonly Told[] {
  return checkCompatibility(reader, writer).map(({ kind, message, location }) => ({
    kind,
    message,
    location,
  }));
}

describe('pairs that Java finds compatible', () => {
  it.each(vectors.compatible)('$reader reads $writer', ({ reader, writer }) => {
    expect(checkCompatibility(schemaOf(reader), schemaOf(writer))).toEqual([]);
  });
});

describe('pairs that Java finds incompatible: kinds, messages, locations and their order', () => {
  it.each(vectors.incompatible)('$reader does not read $writer', ({ reader, writer, findings }) => {
    expect(told(schemaOf(reader), schemaOf(writer))).toEqual(findings);
    for (const each of checkCompatibility(schemaOf(reader), schemaOf(writer))) {
      expect(each.reader.file).toBe(reader);
      expect(each.writer.file).toBe(writer);
    }
  });
});

describe('quirks of Java', () => {
  it.each(quirks.cases)('$what', ({ reader, writer, findings }) => {
    const [reads, wrote] = [parseSchema(reader), parseSchema(writer)];
    if (findings === 'thrown') expect(() => told(reads, wrote)).toThrow(AmbiguousField);
    else expect(unique(told(reads, wrote))).toEqual(unique(findings));
  });
});

/** Java repeats a finding for every way that leads to it. */
function unique(findings: readonly Told[]): readonly string[] {
  return [...new Set(findings.map((each) => `${each.kind} ${each.location} ${each.message}`))];
}

describe('Karapace', () => {
  it.each(karapace.pairs)('$what: $compatible', ({ reader, writer, compatible }) => {
    const found = told(parseSchema(reader, { lenient: true }), parseSchema(writer));
    expect(found.length === 0).toBe(compatible);
  });

  it.each(karapace.different)(
    'says of $reader and $writer less than Java',
    ({ reader, writer, karapace: said }) => {
      const found = told(schemaOf(reader), schemaOf(writer));
      expect(found).not.toEqual([]);
      for (const { location, message } of found) {
        expect({ location, message }).not.toEqual(said);
        expect(location.startsWith(said.location)).toBe(true);
      }
    },
  );
});
