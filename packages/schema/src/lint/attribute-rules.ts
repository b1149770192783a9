/** Rules of attributes: keys that Avro does not know although someone thought so, and tags that are asked for. */
import { editDistance } from '@ottla/kernel';
import { memberOf } from '../json/json-node.ts';
import type { JsonValue } from '../json/json-value.ts';
import { wordsOf } from '../name-words.ts';
import { quoted } from '../schema-error.ts';
import type { Field, Properties, Schema } from '../schema.ts';
import { NOTHING, type LintRow, type Problem, type Site } from './lint-rule.ts';

const FIELD_ATTRIBUTES = ['name', 'type', 'doc', 'default', 'order', 'aliases', 'logicalType'];
const SCHEMA_ATTRIBUTES = [
  'type',
  'name',
  'namespace',
  'doc',
  'aliases',
  'fields',
  'symbols',
  'items',
  'values',
  'size',
  'default',
  'logicalType',
  'precision',
  'scale',
];
/** What other schema languages call things. */
const HABITS: ReadonlyMap<string, string> = new Map([
  ['alias', 'write "aliases": […]'],
  ['comment', 'write "doc"'],
  ['defaultvalue', 'write "default"'],
  ['desc', 'write "doc"'],
  ['description', 'write "doc"'],
  ['documentation', 'write "doc"'],
  ['nullable', 'make the type ["null", …] with "default": null'],
  ['optional', 'make the type ["null", …] with "default": null'],
  ['required', 'remove it: a field is required unless its type allows null'],
]);
/** Longer keys are no slips of the pen. */
const LONGEST_KEY = 24;
/** Two letters may differ in a word as long as this. */
const LONG_WORD = 8;

/** Attributes by which a field says how its content is classified; the first is Confluent's. */
const TAGS = ['confluent:tags', 'tags', 'pii', 'classification', 'sensitivity'];
const PERSONAL = new Set('email phone ssn passport iban surname birthday birthdate msisdn'.split(' '));
const PERSONAL_PAIRS = new Set(
  'first.name last.name full.name given.name family.name maiden.name birth.date credit.card card.number account.number ip.address home.address postal.address street.address tax.id national.id social.security phone.number mobile.number'.split(
    ' ',
  ),
);

/** What would change the meaning of a type; a doc does not. */
const EFFECTIVE_ATTRIBUTES = new Set(SCHEMA_ATTRIBUTES.filter((name) => name !== 'type' && name !== 'doc'));

const span = (second: string): string =>
  `{"type":"record","name":"com.acme.Trip","fields":[{"name":"planned","type":{"type":"fixed","name":"Span","size":12,"logicalType":"duration"}},{"name":"taken","type":${second}}]}`;
const field = (attributes: string): string =>
  `{"type":"record","name":"com.acme.Customer","fields":[{"name":"email","type":"string",${attributes}}]}`;

export const attributeRules: readonly LintRow[] = [
  {
    id: 'UNKNOWN_ATTRIBUTE',
    category: 'STANDARD',
    purpose:
      'Avro keeps attributes it does not know and does nothing with them, so a slip of the pen goes unnoticed.',
    remedy:
      'Write the attribute as Avro calls it; for attributes of your own use names of your own, such as "acme.owner".',
    example: { bad: field('"defualt":""'), good: field('"default":"","acme.owner":"sales"') },
    on: 'schema',
    look: (schema, site) => {
      const problems = schema.type === 'union' ? [] : strangers(schema, SCHEMA_ATTRIBUTES, site);
      for (const each of schema.type === 'record' ? schema.fields : []) {
        const found = strangers(each, FIELD_ATTRIBUTES, site);
        problems.push(...found.map((problem) => ({ ...problem, path: `${site.path}.${each.name}` })));
      }
      return problems;
    },
  },
  {
    id: 'ATTRIBUTE_ON_REFERENCE',
    category: 'MINIMAL',
    purpose:
      'An object that names a type defined elsewhere stands for that type and nothing else: what is written beside the name is dropped, a logical type or a default among it.',
    remedy: 'Write the attribute where the type is defined, or on the field.',
    example: {
      bad: span('{"type":"Span","logicalType":"duration"}'),
      good: span('"Span"'),
    },
    on: 'file',
    look: (_file, { source }) =>
      source.references.flatMap(({ object, path }) => {
        const type = memberOf(object, 'type');
        const name = type?.kind === 'string' ? type.value : '';
        return [...object.members]
          .filter(([attribute]) => EFFECTIVE_ATTRIBUTES.has(attribute))
          .map(([attribute, { keyPosition }]) => ({
            message: `"${attribute}" does nothing here: this object is ${quoted(name)}, as it is defined elsewhere`,
            position: keyPosition,
            fix: `write ${quoted(name)} alone, and "${attribute}" where it is defined`,
            path,
            detail: `${name} ${attribute}`,
          }));
      }),
  },
  {
    id: 'PII_NAME_NEEDS_TAG',
    category: 'STRICT',
    purpose: 'Whoever must find, mask or delete the data of a person can only look for tags.',
    remedy:
      'Add "confluent:tags": ["PII"] to the field; any of the attributes tags, pii, classification or sensitivity will do.',
    example: { bad: field('"default":""'), good: field('"confluent:tags":["PII"]') },
    on: 'field',
    look: ({ name, schema, properties, position }, { source }) => {
      if (
        !isPersonal(wordsOf(name)) ||
        isTagged(properties) ||
        (schema.type !== 'union' && isTagged(schema.properties))
      )
        return NOTHING;
      return [
        {
          message: `${quoted(name)} sounds like the data of a person but carries no tag`,
          position: source.placeOf(position, 'name'),
          fix: 'add "confluent:tags": ["PII"], or another tag that says it is none',
        },
      ];
    },
  },
];

function strangers(
  part: Field | Exclude<Schema, { type: 'union' }>,
  known: readonly string[],
  { source }: Site,
): Problem[] {
  return Object.keys(part.properties ?? {}).flatMap((key) => {
    const fix = known.includes(key) ? undefined : meantBy(key, known);
    if (fix === undefined) return [];
    const message = `Avro knows no attribute ${quoted(key)}, so it does nothing`;
    // Branches of a union share its path.
    const detail = 'type' in part ? `${part.type} ${key}` : key;
    return { message, position: source.placeOfKey(part.position, key), fix, detail };
  });
}

/** What to write instead of an attribute that was probably meant to be a known one. */
function meantBy(key: string, known: readonly string[]): string | undefined {
  if (key.length > LONGEST_KEY) return undefined;
  const folded = key.toLowerCase().replaceAll(/[_-]/g, '');
  const habit = HABITS.get(folded);
  if (habit !== undefined) return habit;
  const most = folded.length < LONG_WORD ? 1 : 2;
  const near = known.find(
    (name) =>
      Math.abs(name.length - folded.length) <= most && editDistance(folded, name.toLowerCase()) <= most,
  );
  return near === undefined ? undefined : `did you mean "${near}"?`;
}

function isTagged(properties: Properties | undefined): boolean {
  return TAGS.some((tag) => isPresent(properties?.[tag]));
}

/** An empty list of tags is no tag. */
function isPresent(value: JsonValue | undefined): boolean {
  return (
    value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)
  );
}

function isPersonal(words: readonly string[]): boolean {
  return words.some(
    (word, index) => PERSONAL.has(word) || PERSONAL_PAIRS.has(`${word}.${words[index + 1] ?? ''}`),
  );
}
