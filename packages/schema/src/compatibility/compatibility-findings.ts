/**
 * What two versions of an Avro schema mean for those who read and write them: Java's incompatibilities, judged
 * in one direction, as findings. Each has a rule, by its kind, the direction and the types that meet.
 */
import type { Schema } from '../schema.ts';
import { missingBranch } from './branch-judgement.ts';
import type { CompatibilityFinding, Direction } from './compatibility-finding.ts';
import { discrepancies } from './compatibility.ts';
import type { Discrepancy } from './discrepancy.ts';
import { addedField, removedField } from './field-judgement.ts';
import { FieldRenames, type MissingField } from './field-renames.ts';
import type { IncompatibilityKind } from './incompatibility.ts';
import { readerText, writtenText, type JudgedCase, type Judgement } from './judgement.ts';
import { AmbiguousField } from './pair-rules.ts';
import { enumSymbols, fixedSize, renamedType, typeChange } from './type-judgement.ts';
import { candidateOf, reasonsInside } from './union-reasons.ts';

const judgements: Readonly<
  Record<
    Exclude<IncompatibilityKind, 'READER_FIELD_MISSING_DEFAULT_VALUE'>,
    (judged: JudgedCase) => Judgement
  >
> = {
  NAME_MISMATCH: renamedType,
  FIXED_SIZE_MISMATCH: fixedSize,
  MISSING_ENUM_SYMBOLS: enumSymbols,
  TYPE_MISMATCH: typeChange,
  MISSING_UNION_BRANCH: missingBranch,
};

/** Two versions of a schema, and which of them reads. */
interface VersionPair {
  readonly before: Schema;
  readonly after: Schema;
  /** BACKWARD: the new one reads what the old one wrote. */
  readonly direction: Direction;
}

/**
 * The incompatible differences between two versions in one direction; empty when all is well.
 * Throws SchemaError `SCHEMA_TOO_COMPLEX`, as checkCompatibility does.
 * @example
 * compatibilityFindings({ before, after, direction: 'BACKWARD' }).map(({ rule }) => rule); // ['TYPE_RENAMED']
 */
export function compatibilityFindings(versions: VersionPair): CompatibilityFinding[] {
  const { before, after, direction } = versions;
  const [reader, writer] = direction === 'BACKWARD' ? [after, before] : [before, after];
  const renames = new FieldRenames(direction);
  try {
    return discrepancies({ reader, writer }).map((found) => findingOf({ found, direction, renames }));
  } catch (error) {
    if (error instanceof AmbiguousField) return [ambiguousAlias(error, versions)];
    throw error;
  }
}

function findingOf(judged: JudgedCase): CompatibilityFinding {
  const { found, direction } = judged;
  const judgement = judge(judged);
  const shared = { severity: 'error', direction, incompatibility: found.incompatibility } as const;
  const candidate = found.pair.isChoice ? candidateOf(found.pair) : null;
  if (candidate === null) return { ...judgement, ...shared, inner: [] };
  const inner = reasonsInside(candidate).map((reason) => judge({ ...judged, found: reason }));
  const [first] = inner;
  return {
    ...judgement,
    // The reason is what has to be mended, and what tells this change of the branch from another one.
    ...(first === undefined
      ? {}
      : {
          position: first.position,
          other: first.other,
          fix: first.fix,
          detail: withReasons(judgement, inner),
        }),
    ...shared,
    inner: [...new Set(inner.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)))],
  };
}

/** `"com.acme.Money": com.acme.Money.amount long -> int` */
function withReasons({ detail }: Judgement, inner: readonly Judgement[]): string {
  const reasons = inner.map((reason) => [reason.path, reason.detail].filter((text) => text !== '').join(' '));
  return `${detail}: ${[...new Set(reasons)].join(', ')}`;
}

function judge(judged: JudgedCase): Judgement {
  const { found, direction, renames } = judged;
  const missing = missingFieldOf(found);
  if (missing !== null) {
    return (direction === 'BACKWARD' ? addedField : removedField)(missing, renames.writtenAs(missing));
  }
  const { kind } = found.incompatibility;
  return judgements[kind === 'READER_FIELD_MISSING_DEFAULT_VALUE' ? 'TYPE_MISMATCH' : kind](judged);
}

function missingFieldOf({ missingField, within }: Discrepancy): MissingField | null {
  const { reader, writer } = within;
  if (missingField === null || reader.type !== 'record' || writer.type !== 'record') return null;
  return { field: missingField, reader, writer };
}

/** Java throws instead of judging, and a registry refuses. */
function ambiguousAlias(error: AmbiguousField, { after, direction }: VersionPair): CompatibilityFinding {
  const { reader, writer, field, found } = error.ambiguity;
  const names = found.map(({ name }) => `'${name}'`).join(' and ');
  const places =
    direction === 'BACKWARD'
      ? { position: field.position, other: found[1]?.position ?? writer.position }
      : { position: found[1]?.position ?? after.position, other: field.position };
  const alias = found.find(({ name }) => name !== field.name)?.name ?? '';
  return {
    rule: 'FIELD_ALIAS_AMBIGUOUS',
    severity: 'error',
    path: `${reader.fullName}.${field.name}`,
    message: `${readerText[direction]} takes ${names} of ${writtenText[direction]} for the field`,
    ...places,
    fix:
      direction === 'BACKWARD'
        ? `remove the alias "${alias}"`
        : `do not write '${alias}' beside '${field.name}': readers with the old schema take it for an alias`,
    detail: found.map(({ name }) => name).join(', '),
    direction,
    incompatibility: null,
    inner: [],
  };
}
