/** Fixes that are followed to the letter: the text with the fix parses, and the finding is gone. */
import { seededRandom } from '@ottla/kernel';
import { assert as check, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evolved } from '../../testing/schema-evolution.ts';
import { SketchBook } from '../../testing/schema-sketch.ts';
import { sketchText } from '../../testing/sketch-text.ts';
import { fullNameIn, namespaceOf } from '../names.ts';
import { parseSchema } from '../parse/schema-parser.ts';
import { schemaText } from '../schema-text.ts';
import type { CompatibilityFinding, Direction } from './compatibility-finding.ts';
import { compatibilityFindings } from './compatibility-findings.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

const isObject = (node: Json | undefined): node is JsonObject =>
  typeof node === 'object' && node !== null && !Array.isArray(node);
const listOf = (node: Json | undefined): readonly Json[] => (Array.isArray(node) ? node : []);

/** The objects that define types, by full name, and those of fields, by path. */
function partsOf(node: Json | undefined, namespace = '', parts = new Map<string, JsonObject>()) {
  if (Array.isArray(node)) for (const branch of node) partsOf(branch, namespace, parts);
  if (!isObject(node)) return parts;
  partsOf(node['items'] ?? node['values'], namespace, parts);
  if (typeof node['name'] !== 'string') return parts;
  const own = typeof node['namespace'] === 'string' ? node['namespace'] : namespace;
  const fullName = fullNameIn(node['name'], own);
  parts.set(fullName, node);
  for (const field of listOf(node['fields'])) {
    if (!isObject(field) || typeof field['name'] !== 'string') continue;
    parts.set(`${fullName}.${field['name']}`, field);
    partsOf(field['type'], namespaceOf(fullName), parts);
  }
  return parts;
}

/** Does what a fix says to a field or a type; false when it says something else. */
function followed(fix: string, part: JsonObject): boolean {
  const [added, more] = fix.split(', and let it be null, as ');
  if (more !== undefined) {
    const type = part['type'] ?? null;
    part['type'] = ['null', ...(Array.isArray(type) ? type : [type])];
  }
  const alias =
    /^add "aliases": (\[.*\])$/.exec(added ?? '') ?? /^add (".*") to its "aliases"$/.exec(added ?? '');
  if (alias !== null) {
    if (fix.startsWith('add "aliases"')) expect(part).not.toHaveProperty('aliases');
    const given: Json = JSON.parse(alias[1] ?? '');
    part['aliases'] = [...listOf(part['aliases']), ...(Array.isArray(given) ? given : [given])];
    return true;
  }
  const value = /^add a default, e\.g\. "default": (.*)$/.exec(fix)?.[1];
  if (value !== undefined) {
    part['default'] = JSON.parse(value);
    return true;
  }
  if (!fix.startsWith('let it be null, too: put "null" ')) return false;
  const type = part['type'] ?? null;
  const others = listOf(type).filter((branch) => branch !== 'null');
  if (fix.includes('first in its union')) expect(Array.isArray(type)).toBe(true);
  else expect(Array.isArray(type)).toBe(false);
  part['type'] = ['null', ...(Array.isArray(type) ? others : [type])];
  part['default'] = null;
  return true;
}

interface Change {
  readonly before: string;
  readonly after: string;
}

function findings({ before, after }: Change, direction: Direction): readonly CompatibilityFinding[] {
  return compatibilityFindings({ before: parseSchema(before), after: parseSchema(after), direction });
}

const keyOf = ({ rule, path, detail }: CompatibilityFinding): string => `${rule} ${path} ${detail}`;

/** The change with the fix of a finding. */
function mended(change: Change, finding: CompatibilityFinding): Change {
  const root: Json = JSON.parse(change.after);
  const part = partsOf(root).get(finding.path);
  if (part === undefined) throw new Error(`nothing stands at ${finding.path}`);
  expect(followed(finding.fix ?? '', part), finding.fix ?? '').toBe(true);
  return { ...change, after: JSON.stringify(root) };
}

/** The findings that are left of the same rule and place once the fix is followed. */
function left(change: Change, finding: CompatibilityFinding): readonly string[] {
  return findings(mended(change, finding), 'BACKWARD')
    .map(keyOf)
    .filter((key) => key === keyOf(finding));
}

const order = (...fields: readonly string[]): string =>
  `{"type":"record","name":"com.acme.Order","fields":[${fields.join()}]}`;
const state = (...symbols: readonly string[]): string =>
  `{"type":"enum","name":"com.acme.State","symbols":${JSON.stringify(symbols)}}`;

describe('a fix that is followed', () => {
  const long = `Long${'er'.repeat(70)}`;
  it.each([
    ['"string"'],
    ['["null","string"]'],
    ['["string","null"]'],
    ['{"type":"string","logicalType":"uuid"}'],
    ['{"type":"bytes","logicalType":"decimal","precision":9}'],
    ['{"type":"fixed","name":"Iban","size":34}'],
    [`{"type":"fixed","name":"${long}","size":34}`],
    ['[{"type":"fixed","name":"Iban","size":34},"null"]'],
    ['[{"type":"fixed","name":"Iban","size":34},"string"]'],
    ['{"type":"enum","name":"None","symbols":[]}'],
    ['{"type":"array","items":"Order"}'],
    ['"Order"'],
    [order('{"name":"__proto__","type":"int"}').replace('com.acme.Order', 'Inner')],
  ])('fills an added field of %s', (type) => {
    const change = { before: order(), after: order(`{"name":"x","type":${type}}`) };
    const [found] = findings(change, 'BACKWARD');
    expect(found?.rule).toBe('FIELD_ADDED_WITHOUT_DEFAULT');
    if (found !== undefined) expect(left(change, found)).toEqual([]);
  });

  it.each([
    ['"string"', 'a field', '{"name":"fax_number","type":"string"}'],
    ['"string"', 'a field with aliases', '{"name":"fax_number","type":"string","aliases":["telefax"]}'],
    ['["null","string"]', 'a field that may not be null now', '{"name":"fax_number","type":"string"}'],
    ['"string"', 'a field that may be null now', '{"name":"fax_number","type":["null","string"]}'],
  ])('finds of type %s %s under its old name', (type, _what, field) => {
    const change = { before: order(`{"name":"faxNumber","type":${type}}`), after: order(field) };
    const [found] = findings(change, 'BACKWARD');
    expect(found?.rule).toBe('FIELD_RENAMED_WITHOUT_ALIAS');
    if (found !== undefined) expect(findings(mended(change, found), 'BACKWARD')).toEqual([]);
  });

  it.each([
    ['in its namespace', 'com.acme.Order', '{"type":"record","name":"com.acme.Sale","fields":[]}'],
    ['that lost its namespace', 'com.acme.Order', '{"type":"record","name":"Sale","fields":[]}'],
    ['with aliases', 'Order', '{"type":"record","name":"Sale","aliases":["Deal"],"fields":[]}'],
  ])('finds a type %s under its old name', (_what, name, after) => {
    const change = { before: order().replace('com.acme.Order', name), after };
    const [found] = findings(change, 'BACKWARD');
    expect(found?.rule).toBe('TYPE_RENAMED');
    if (found !== undefined) expect(left(change, found)).toEqual([]);
  });

  it('leads to a new namespace in two steps, since no alias leads out of one', () => {
    const type = (name: string): string => `{"type":"record","name":"${name}","fields":[]}`;
    const change = { before: type('Order'), after: type('com.acme.Sale') };
    const [found] = findings(change, 'BACKWARD');
    expect(found?.fix).toBe("keep the name 'Order'; a namespace alone may be added to it");
    expect(findings({ ...change, after: type('com.acme.Order') }, 'BACKWARD')).toEqual([]);
  });

  it('lets readers of an enum meet symbols that went', () => {
    const [found] = findings({ before: state('NEW', 'PAID'), after: state('NEW') }, 'BACKWARD');
    expect(found?.fix).toBe(`keep 'PAID', or add a default symbol to the enum`);
    const after = state('NEW').replace('}', ',"default":"NEW"}');
    expect(findings({ before: state('NEW', 'PAID'), after }, 'BACKWARD')).toEqual([]);
    const [none] = findings({ before: state('NEW'), after: state() }, 'BACKWARD');
    expect(none?.fix).toBe(`keep 'NEW'`);
  });

  it('lets old readers of an enum meet symbols that came', () => {
    const [found] = findings({ before: state('NEW'), after: state('NEW', 'PAID') }, 'FORWARD');
    const fallback = /e\.g\. ("default": "\w+")/.exec(found?.fix ?? '')?.[1] ?? '';
    const before = state('NEW').replace('}', `,${fallback}}`);
    expect(findings({ before, after: state('NEW', 'PAID') }, 'FORWARD')).toEqual([]);
  });
});

describe('the fixes between random versions', () => {
  const FOLLOWED = new Set(['FIELD_ADDED_WITHOUT_DEFAULT', 'FIELD_RENAMED_WITHOUT_ALIAS', 'TYPE_RENAMED']);

  it('mend what they are told for', () => {
    let followedFixes = 0;
    check(
      property(integer({ min: 1 }), (seed) => {
        const random = seededRandom(seed);
        const old = evolved(new SketchBook(random).sketch(), random);
        const [before, after] = [old, evolved(old, random)].map((sketch) =>
          schemaText(parseSchema(sketchText(sketch))),
        );
        if (before === undefined || after === undefined) return;
        for (const finding of findings({ before, after }, 'BACKWARD')) {
          if (!FOLLOWED.has(finding.rule) || finding.fix?.startsWith('keep the name')) continue;
          followedFixes++;
          expect(left({ before, after }, finding), finding.fix ?? '').toEqual([]);
        }
      }),
      { numRuns: 2000 },
    );
    expect(followedFixes).toBeGreaterThan(20);
  });
});
