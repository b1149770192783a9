/**
 * Which of the reader's types stands for a type of the writer.
 *
 * As Apache Avro's compatibility check has it: unqualified names, or an alias equal to the writer's full name.
 * In a union the exact type goes first, then a name that matches, then promotions in branch order.
 */
import { simpleName, type NamedSchema, type Schema, type UnionRepresentation } from '@ottla/schema';
import { isPromotion } from './scalar-reading.ts';

export function namesMatch(reader: NamedSchema, writer: NamedSchema): boolean {
  return (
    simpleName(reader.fullName) === simpleName(writer.fullName) || reader.aliases.includes(writer.fullName)
  );
}

/** The index of the branch that reads the writer's type; undefined when none does. */
export function readingBranch(reader: UnionRepresentation, writer: Schema): number | undefined {
  const branches = reader.branches.map(({ representation }) => representation.schema);
  const tests: readonly ((branch: Schema) => boolean)[] = [
    (branch) =>
      branch.type === writer.type &&
      (!('fullName' in branch) || !('fullName' in writer) || branch.fullName === writer.fullName),
    (branch) =>
      branch.type === writer.type &&
      'fullName' in branch &&
      'fullName' in writer &&
      namesMatch(branch, writer),
    (branch) => isPromotion(branch.type, writer.type),
  ];
  for (const test of tests) {
    const index = branches.findIndex(test);
    if (index !== -1) return index;
  }
  return undefined;
}
