/**
 * Texts and names that a schema of a shared registry could hold to do harm, put together from pieces by a seed; and the
 * places of a schema that take any text.
 */
import { isObject, type Random } from '@ottla/kernel';
import { pick } from '../../packages/schema/testing/schema-sketch.ts';
import { RUNTIME_NAMES, SPECIAL_NAMES } from './codegen-nasty-schemas.ts';

/** Each would set a global if it became code. */
const CANARY = 'globalThis.CANARY=1';

export const TEXT_PIECES: readonly string[] = [
  '*/',
  '/*',
  `*/ ${CANARY}; /*`,
  '`',
  '${',
  '`${' + CANARY + '}`',
  "'",
  '"',
  `'; ${CANARY}; '`,
  '\\',
  `\\'; ${CANARY} //`,
  '\n',
  '\r\n',
  '\r',
  `\n${CANARY}\n`,
  `\u2028${CANARY}`,
  `\u2029${CANARY}`,
  '\u0000',
  '\u202e',
  '\u2066',
  '\ud800',
  '\udc00',
  '\ufeff',
  '</script>',
  '<!--',
  '//# sourceMappingURL=../../../secret.map',
  '/*# sourceURL=x */',
  '\n@ts-ignore\n',
  '// @ts-nocheck',
  '@ts-expect-error',
  '/// <reference path="x"/>',
  '#!/bin/sh',
  '__proto__',
  'constructor',
  '{@link x}',
  '@defaultValue 1',
  'plain',
  ' ',
];

export function hostileText(random: Random): string {
  const count = 1 + Math.floor(random() * 4);
  // Never blank: then there would be no comment either.
  return `x${Array.from({ length: count }, () => pick(random, TEXT_PIECES)).join('')}`;
}

const NAME_PIECES: readonly string[] = [
  ...SPECIAL_NAMES,
  ...RUNTIME_NAMES,
  'con',
  'PRN',
  'aux',
  'NUL',
  'com1',
  'LPT9',
  'node_modules',
  'index',
  'Index',
  'topics',
  'root',
  'schemas',
  'L'.repeat(300),
  'a',
  'A',
  'user_event',
  'UserEvent',
  'userEvent',
  'USER_EVENT',
];

const NO_NAMES: readonly string[] = [
  '',
  '.',
  '..',
  '../x',
  '/etc/x',
  'C:\\x',
  'a b',
  '1',
  'x.',
  '$x',
  '-',
  'ü',
  'Сustomer',
  'a\u200db',
  ...TEXT_PIECES.filter((piece) => /\W/.test(piece)),
];

/** Mostly one that Avro's grammar takes, sometimes of several pieces. */
export function hostileName(random: Random): string {
  if (random() < 0.05) return pick(random, NO_NAMES) + (random() < 0.5 ? pick(random, NAME_PIECES) : '');
  const first = pick(random, NAME_PIECES);
  return random() < 0.7 ? first : `${first}${pick(random, ['_', '', '1'])}${pick(random, NAME_PIECES)}`;
}

/** The same schema with text in every place that takes any, `text` called for each place in the same order. */
export function withTexts(schema: unknown, text: () => string, random: Random): unknown {
  if (typeof schema === 'string') {
    const isPrimitive = /^(null|boolean|int|long|float|double|bytes|string)$/.test(schema);
    if (!isPrimitive || random() < 0.7) return schema;
    return { type: schema, logicalType: text(), [text()]: text() };
  }
  if (Array.isArray(schema)) return schema.map((branch: unknown) => withTexts(branch, text, random));
  if (!isObject(schema)) return schema;
  const { items, values, fields } = schema;
  return {
    ...schema,
    ...('name' in schema ? { doc: text() } : {}),
    [`x${text()}`]: { [text()]: [text()] },
    ...(items === undefined ? {} : { items: withTexts(items, text, random) }),
    ...(values === undefined ? {} : { values: withTexts(values, text, random) }),
    ...(Array.isArray(fields)
      ? { fields: fields.map((field: unknown) => fieldWithTexts(field, text, random)) }
      : {}),
  };
}

function fieldWithTexts(field: unknown, text: () => string, random: Random): unknown {
  if (!isObject(field)) return field;
  const { type } = field;
  const fallback =
    type === 'string'
      ? { default: text() }
      : isObject(type) && type['type'] === 'map' && type['values'] === 'string'
        ? { default: { [text()]: text() } }
        : {};
  return { ...field, type: withTexts(type, text, random), doc: text(), [`y${text()}`]: text(), ...fallback };
}
