/** Every form of every choice, and schemas that have all logical types in all places. */
import type { CodecImports } from '@ottla/codegen';
import { choiceNames, formsOf, takesCodec, type ChoiceName, type RepresentationChoices } from '@ottla/schema';
import type { ValueCodecs } from '@ottla/serializers/avro';
import {
  bigintCodec,
  BigintBox,
  numberCodec,
  NumberBox,
  pairCodec,
  PairBox,
  spanCodec,
  SpanBox,
  textCodec,
  TextBox,
} from './codegen-boxes.ts';

type Kind = 'Pair' | 'Text' | 'Number' | 'Bigint' | 'Span';

/** The boxes for the plain forms; a bigint where nothing is said. */
const BOXED: Partial<Record<ChoiceName, Kind>> = {
  decimal: 'Pair',
  'big-decimal': 'Pair',
  uuid: 'Text',
  date: 'Number',
  'time-millis': 'Number',
  duration: 'Span',
};

export const boxes: Readonly<Record<string, new (content: never) => object>> = {
  Pair: PairBox,
  Text: TextBox,
  Number: NumberBox,
  Bigint: BigintBox,
  Span: SpanBox,
};

export const codecs: ValueCodecs = {
  Pair: pairCodec,
  Text: textCodec,
  Number: numberCodec,
  Bigint: bigintCodec,
  Span: spanCodec,
};

/** As generated modules import them. `specifier`: of the module with the boxes, from the output folder. */
export function codecImportsFrom(specifier: string): CodecImports {
  return Object.fromEntries(
    Object.keys(codecs).map((kind) => [
      kind,
      { import: specifier, type: `${kind}Box`, codec: `${kind.toLowerCase()}Codec` },
    ]),
  );
}

export const codecImports: CodecImports = codecImportsFrom('./boxes.js');

/** More than any choice has forms, so that as many sets have them all. */
export const CHOICE_SETS = 5;

export function choiceSet(index: number): RepresentationChoices {
  const chosen = choiceNames.map((name, row) => {
    const codec = takesCodec(name) ? [{ codec: BOXED[name] ?? 'Bigint' }] : [];
    const forms = [...formsOf(name), ...codec];
    // Shifted by row, so that different forms meet in one union.
    return [name, forms[(index + row) % forms.length]];
  });
  // Forms and codecs as the table of choices has them.
  return Object.fromEntries(chosen) as RepresentationChoices;
}

const ON: Partial<Record<ChoiceName, object>> = {
  decimal: { type: 'bytes', precision: 9, scale: 2 },
  'big-decimal': { type: 'bytes' },
  uuid: { type: 'string' },
  date: { type: 'int' },
  'time-millis': { type: 'int' },
  duration: { type: 'fixed', size: 12 },
};

/** A record with one logical type, or a long, wherever a type may stand. */
export function everywhere(name: ChoiceName, namespace: string): object {
  let named = 0;
  const type = (): unknown => {
    if (name === 'long') return 'long';
    const on = { ...(ON[name] ?? { type: 'long' }), logicalType: name };
    return name === 'duration' ? { ...on, name: `Span${named++}` } : on;
  };
  const other = { type: 'record', name: 'Other', fields: [{ name: 'x', type: type() }] };
  const types = [
    type(),
    ['null', type()],
    { type: 'array', items: type() },
    { type: 'map', values: ['null', type()] },
    [type(), 'boolean', other],
    ['string', 'double', type()].filter((branch) => name !== 'uuid' || branch !== 'string'),
    [type(), { type: 'map', values: 'int' }, 'Other'],
    [{ type: 'array', items: type() }, 'float'],
  ];
  const fields = types.map((each, index) => ({ name: `f${index}`, type: each }));
  return { type: 'record', name: 'Everywhere', namespace, fields };
}

const price = { type: 'fixed', name: 'Price', size: 8, logicalType: 'decimal', precision: 12, scale: 3 };
const key = { type: 'fixed', name: 'Key', size: 16, logicalType: 'uuid' };

/** A record with unions of logical types that share kinds in every way, and fixed ones. */
export function mixed(namespace: string): object {
  const logical = (type: string, logicalType: string, more = {}): object => ({ type, logicalType, ...more });
  const types = [
    price,
    key,
    ['null', 'Price', 'Key'],
    { type: 'array', items: ['Price', logical('long', 'timestamp-millis')] },
    [logical('int', 'date'), logical('long', 'timestamp-micros'), logical('bytes', 'big-decimal'), 'double'],
    [logical('int', 'time-millis'), logical('long', 'timestamp-nanos'), logical('string', 'uuid'), 'Price'],
    [logical('bytes', 'decimal', { precision: 5, scale: 0 }), 'long', 'Key', logical('int', 'date')],
    [logical('long', 'local-timestamp-nanos'), 'int', 'float', 'boolean', 'null'],
  ];
  const fields = types.map((type, index) => ({ name: `f${index}`, type }));
  return { type: 'record', name: 'Mixed', namespace, fields };
}
