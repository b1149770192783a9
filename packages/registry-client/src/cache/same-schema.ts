/**
 * Whether two texts can be one schema in a registry's eyes.
 *
 * A registry prints what it stores anew, so texts may differ; what they mean may not. Used when one id
 * comes back for two texts. Answers true when it cannot tell.
 */
import type { SchemaText } from '@ottla/kernel';
import { canonicalForm, parseSchema } from '@ottla/schema';

function canonical({ schema }: SchemaText): string | undefined {
  try {
    return canonicalForm(parseSchema(schema, { lenient: true }));
  } catch {
    return undefined; // not Avro as we read it: nothing to compare
  }
}

export function canBeSameSchema(left: SchemaText, right: SchemaText): boolean {
  if (left.schemaType !== right.schemaType) return false;
  if (left.schema === right.schema || left.schemaType !== 'AVRO') return true;
  const alone = (left.references ?? []).length === 0 && (right.references ?? []).length === 0;
  if (!alone) return true;
  const [one, other] = [canonical(left), canonical(right)];
  return one === undefined || other === undefined || one === other;
}
