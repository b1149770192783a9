/** Rules of what must be explained. */
import { quoted } from '../schema-error.ts';
import { NOTHING, type LintRow } from './lint-rule.ts';

export const docRules: readonly LintRow[] = [
  {
    id: 'DOC_REQUIRED_TYPE',
    category: 'STRICT',
    purpose: 'A contract is read by people who cannot ask its author.',
    remedy: 'Say in "doc" what one record, or one value of the enum or fixed, stands for.',
    example: {
      bad: '{"type":"fixed","name":"com.acme.Iban","size":34}',
      good: '{"type":"fixed","name":"com.acme.Iban","size":34,"doc":"ISO 13616, padded with spaces."}',
    },
    on: 'type',
    look: ({ doc, fullName, type, position }, { source }) =>
      isBlank(doc)
        ? [
            {
              message: `the ${type} ${quoted(fullName)} has no doc`,
              position: source.placeOf(position, 'name'),
              fix: 'add "doc": "…"',
            },
          ]
        : NOTHING,
  },
  {
    id: 'DOC_REQUIRED_FIELD',
    category: 'STRICT',
    purpose: 'A name rarely tells the unit, the origin, or what a missing value means.',
    remedy: 'Say in "doc" what the name and the type do not.',
    example: {
      bad: '{"type":"record","name":"com.acme.Parcel","fields":[{"name":"weight","type":"int"}]}',
      good: '{"type":"record","name":"com.acme.Parcel","fields":[{"name":"weight","type":"int","doc":"In grams."}]}',
    },
    on: 'field',
    look: ({ doc, name, position }, { source }) =>
      isBlank(doc)
        ? [
            {
              message: `the field ${quoted(name)} has no doc`,
              position: source.placeOf(position, 'name'),
              fix: 'add "doc": "…"',
            },
          ]
        : NOTHING,
  },
  {
    id: 'DOC_REQUIRED_SYMBOL',
    category: 'STRICT',
    severity: 'info',
    purpose:
      'Avro has no place for the doc of a symbol. By convention the doc of the enum names each symbol and says when it is used.',
    remedy: 'Name every symbol in the "doc" of its enum.',
    example: {
      bad: '{"type":"enum","name":"com.acme.State","doc":"Of an order.","symbols":["PLACED","PAID"]}',
      good: '{"type":"enum","name":"com.acme.State","doc":"PLACED until the money is there, then PAID.","symbols":["PLACED","PAID"]}',
    },
    on: 'type',
    look: (type, { source }) => {
      if (type.type !== 'enum') return NOTHING;
      const words = new Set(type.doc?.match(/\w+/g) ?? []);
      return type.symbols.flatMap((symbol, index) => {
        if (words.has(symbol)) return NOTHING;
        return {
          message: `the doc of ${quoted(type.fullName)} does not mention ${quoted(symbol)}`,
          position: source.placeOfItem(type.position, 'symbols', index),
          fix: `say in the doc of the enum what ${quoted(symbol)} means`,
          detail: symbol,
        };
      });
    },
  },
];

function isBlank(doc: string | null): boolean {
  return doc === null || doc.trim() === '';
}
