/**
 * Whether two texts can be one schema in a registry's eyes. Used when one id comes back for two texts.
 *
 * A registry prints what it stores anew, so a text that was sent and the stored one may differ in layout;
 * what decides how bytes are read may not. Two stored texts differ in layout at most: a registry may print
 * in another way after an upgrade. Answers true when it cannot tell.
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

/** The text without its layout. */
function plainText(schema: string): string {
  try {
    return JSON.stringify(JSON.parse(schema), (_name, part: unknown) =>
      typeof part === 'object' && part !== null && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)))
        : part,
    );
  } catch {
    return schema.replaceAll(/\s/g, ''); // no JSON, or too deep to print
  }
}

const namesIn = ({ references }: SchemaText): string =>
  JSON.stringify((references ?? []).map(({ name }) => name).toSorted());

/** `bothStored`: neither text is one that a caller sent. */
export function canBeSameSchema(left: SchemaText, right: SchemaText, bothStored: boolean): boolean {
  if (left.schemaType !== right.schemaType || namesIn(left) !== namesIn(right)) return false;
  if (left.schema === right.schema) return true;
  if (left.schemaType !== 'AVRO') return !bothStored || plainText(left.schema) === plainText(right.schema);
  if ((left.references ?? []).length > 0) return true;
  const [one, other] = [canonical(left), canonical(right)];
  return one === undefined || other === undefined || one === other;
}
