/**
 * The function that writes a record: its members are checked, then each field is put in the schema's order.
 *
 * A field that is left out gets its default's bytes where these are few and plain; else the record is refused. Where
 * null is the default, null and undefined are asked for at once. Room is asked for once for each run of puts that need it.
 */
import type { FieldRepresentation, RecordRepresentation } from '@ottla/schema';
import { isInherited } from '../identifier.ts';
import { stringLiteral } from '../source-text.ts';
import type { CodecContext } from './codec-context.ts';
import { call } from './code-layout.ts';
import { defaultPut } from './default-put.ts';
import type { WriteFunction } from './function-text.ts';
import { eitherPut, fixedPut, roomsBefore, type Put } from './put.ts';
import { unionForm } from './union-form.ts';
import { nullablePut, valuePut } from './value-write.ts';
import type { WriteSpot } from './write-spot.ts';

/** A field's part of the function. */
interface FieldWriting {
  /** Lines of its own, before the put. */
  readonly before: string;
  /** Null: nothing is put. */
  readonly put: Put | null;
}

/** Adds the lines that write a record. */
export function addRecord(
  { fields, schema }: RecordRepresentation,
  context: CodecContext,
  into: WriteFunction,
): void {
  const names = context.fieldNames(
    schema.fullName,
    fields.map(({ name }) => name),
  );
  into.add(`  ${context.run('expectRecord')}(${into.use('value')}, ${names}, ${into.use('depth')});\n`);
  into.use('at');
  const written = fields.map((field) => fieldWriting(field, context, into));
  const rooms = roomsBefore(written.map(({ put }) => put ?? NOTHING));
  const last = written.length - 1;
  for (const [index, { before, put }] of written.entries()) {
    into.add(before);
    if (put === null) continue;
    const bytes = rooms[index] ?? 0;
    if (bytes > 0) into.add(`  ${context.run('room')}(${into.use('writer')}, at, ${bytes});\n`);
    into.addStatement(index === last ? 'return' : 'at =', put.code);
  }
  if ((written[last]?.put ?? null) === null) into.add('  return at;\n');
}

const NOTHING: Put = fixedPut('at', 0);

function fieldWriting(
  { name, representation, field }: FieldRepresentation,
  context: CodecContext,
  into: WriteFunction,
): FieldWriting {
  const hasInherited = isInherited(name);
  const value = hasInherited ? into.constant() : `value.${name}`;
  const own = hasInherited
    ? `  const ${value} = ${context.run('memberOf')}(value, ${stringLiteral(name)});\n`
    : '';
  const declared = context.fieldType(name, 'input');
  const spot: WriteSpot = { context, into, value, at: 'at', wish: name, nesting: 0, declared };
  if (representation.kind === 'null') {
    const isDefault = field.hasDefault && field.defaultValue === null;
    const test = `${value} ${isDefault ? '!=' : '!=='} null`;
    return { before: `${own}  if (${test}) ${context.run('refuse')}();\n`, put: null };
  }
  if (!field.hasDefault && !hasInherited) return { before: own, put: valuePut(representation, spot) };
  return { before: own, put: optionalPut({ representation, field }, spot) };
}

/** Whatever room there is. */
function refusal(context: CodecContext): Put {
  return { code: call(context.run('refuse')), needs: 0, left: () => Number.POSITIVE_INFINITY };
}

/** Of a field that may be left out: its default's bytes then, or a refusal. */
function optionalPut(
  { representation, field }: Pick<FieldRepresentation, 'representation' | 'field'>,
  spot: WriteSpot,
): Put {
  const { context, value } = spot;
  const json = field.hasDefault ? field.defaultValue : undefined;
  const form = representation.kind === 'union' ? unionForm(representation) : undefined;
  if (form?.form === 'nullable' && json === null) {
    return nullablePut(form, `${value} == null`, spot);
  }
  const missing = defaultPut(json, field.schema, spot) ?? refusal(context);
  return eitherPut(`${value} === undefined`, missing, valuePut(representation, spot));
}
