/**
 * Prints the functions that write and read one type, with the constants and local functions they need.
 *
 * The printed code does what the plan's closures do, or throws; see serializers' avro/compiled. It is meant to be
 * read: fields in the schema's order, one statement each. All that comes from a schema goes through string literals
 * or is a name.
 */
import type { CompiledFunctions } from '../compiled-type.ts';
import { CodecContext } from './codec-context.ts';
import { readFunctionText, WriteFunction } from './function-text.ts';
import { addRecord } from './record-write.ts';
import { readBody, recordReadBody } from './value-read.ts';
import { addBody } from './value-write.ts';

/** Whole declarations: the function that writes, the one that reads, then what they need. */
export const compiledFunctions: CompiledFunctions = (type, names) => {
  const context = new CodecContext(type, names);
  const write = writeText(context);
  const read = readText(context);
  return [write, read, ...context.declarations];
};

function writeText(context: CodecContext): string {
  const { representation, typeName, inputName, writeName } = context.type;
  const isRecord = representation.kind === 'record';
  const into = new WriteFunction(isRecord ? 'depth + 1' : 'depth');
  if (representation.kind === 'record') addRecord(representation, context, into);
  else
    addBody(representation, {
      context,
      into,
      value: 'value',
      at: 'at',
      wish: 'item',
      nesting: 0,
      declared: null,
    });
  const text = into.text(context, { name: writeName, valueType: inputName, isExported: true, isWhole: true });
  return `/** Writes one ${typeName}; what it refuses, the plan of the schema judges. */\n${text}`;
}

function readText(context: CodecContext): string {
  const { representation, typeName, readName } = context.type;
  const body =
    representation.kind === 'record'
      ? recordReadBody(representation, context)
      : readBody(representation, { context, wish: 'item', nesting: 0, declared: null });
  const text = readFunctionText(
    context,
    { name: readName, valueType: typeName, isExported: true, isWhole: true },
    body,
  );
  return `/** Reads one ${typeName}. */\n${text}`;
}
