/** Compares all that two inputs hold, file by file. */
import { SchemaError } from '@ottla/schema';
import type { InputFile } from '../inputs/input-file.ts';
import type { FileContracts } from '../subjects/contracts.ts';
import { pairFiles, type Side } from './file-pairs.ts';
import { schemaChanges, type FileChange, type NamedSchemaOf } from './schema-change.ts';
import { contractsOf, type DiffPlace } from './side-contracts.ts';

export interface Comparison {
  /** Those in which something differs, or that could not be read. */
  readonly files: readonly FileChange[];
  /** How many were looked at, on either side. */
  readonly compared: number;
}

export async function compareSides(before: Side, after: Side, diffPlace: DiffPlace): Promise<Comparison> {
  const pairs = pairFiles(before, after, diffPlace.place.workingFolder);
  const [oldOf, newOf] = [await contractsOf(before, diffPlace), await contractsOf(after, diffPlace)];
  const files = pairs.map((pair): FileChange => {
    const [old, now] = [read(pair.before, oldOf), read(pair.after, newOf)];
    const failures = [old, now].flatMap((side) => (side instanceof SchemaError ? [side] : []));
    const schemas = old instanceof SchemaError || now instanceof SchemaError ? [] : schemaChanges(old, now);
    return { before: pair.before?.file ?? null, after: pair.after?.file ?? null, schemas, failures };
  });
  const changed = files.filter(({ before: old, after: now, schemas, failures }) => {
    return old === null || now === null || schemas.length + failures.length > 0;
  });
  return { files: changed, compared: pairs.length };
}

function read(
  file: InputFile | null,
  of: (file: InputFile) => FileContracts,
): readonly NamedSchemaOf[] | SchemaError {
  if (file === null) return [];
  const { contracts, error } = of(file);
  if (error !== null) return error;
  return contracts.flatMap(({ name, contract }) =>
    contract.type === 'AVRO' ? { name, schema: contract.schema } : [],
  );
}
