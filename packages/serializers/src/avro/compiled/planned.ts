/**
 * A part of a compiled codec that is run by its plan: logical types, and classes of the user's.
 *
 * Nothing is parsed before the first value: importing generated code does no work.
 */
import type { ByteWriter } from '@ottla/kernel';
import { parseSchema, representationOf, type RepresentationChoices } from '@ottla/schema';
import { readPlan } from '../plan/read-plan.ts';
import { writePlan } from '../plan/write-plan.ts';
import { valueRead, type ValueRead } from '../read/value-read.ts';
import type { ValueCodecs } from '../value-codec.ts';
import { valueWrite } from '../write/value-write.ts';
import type { ValueWrite } from '../write/write-contract.ts';
import type { CompiledCodec } from './compiled-codec.ts';

/** `schema`: text of the one type, which parses alone. `codecs`: those that the choices name. */
/* @__NO_SIDE_EFFECTS__ */
export function planned<Value, Input = Value>(
  schema: string,
  choices: RepresentationChoices,
  codecs: ValueCodecs = {},
): CompiledCodec<Value, Input> {
  let made: { readonly write: ValueWrite; readonly read: ValueRead } | undefined;
  const plan = (): { readonly write: ValueWrite; readonly read: ValueRead } => {
    if (made !== undefined) return made;
    const parsed = parseSchema(schema);
    const representation = representationOf(parsed, choices);
    made = {
      write: valueWrite(writePlan(representation, codecs)),
      read: valueRead(readPlan(parsed, representation, codecs)),
    };
    return made;
  };
  return {
    write: (value, writer, at) => writeBehind(plan().write, value, { writer, at }),
    // The plan gives what the types of the generated code say.
    read: (datum) => plan().read(datum) as Value,
  };
}

function writeBehind(
  write: ValueWrite,
  value: unknown,
  { writer, at }: { readonly writer: ByteWriter; readonly at: number },
): number {
  writer.position = at;
  write(value, writer);
  return writer.position;
}
