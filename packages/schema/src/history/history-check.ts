/**
 * What a whole history says about a new version, at a level.
 *
 * Every version the level asks for is compared and every difference told; equal ones of several versions are
 * one finding. What nobody asks for is not computed: `passing` costs only who reads it.
 */
import type { CompatibilityFinding, Direction } from '../compatibility/compatibility-finding.ts';
import { compatibilityFindings } from '../compatibility/compatibility-findings.ts';
import {
  comparedVersions,
  compatibilityLevels,
  levelDemands,
  weakerLevels,
  type CompatibilityLevel,
} from '../compatibility/compatibility-level.ts';
import { semanticFindings } from '../diff/semantic-findings.ts';
import { jsonSchemaFindings, type JsonSchemaPolicy } from '../json-schema/json-schema-findings.ts';
import { severities } from '../rules/finding.ts';
import { deployOrder, type Readability } from './deploy-order.ts';
import type { Contract, ContractVersion, HistoryFinding, HistoryReport } from './history-report.ts';

export interface HistoryOptions {
  readonly level: CompatibilityLevel;
  /** Of JSON Schema; STRICT unless told otherwise. */
  readonly policy?: JsonSchemaPolicy;
  /** Ids of semantic rules that are off and yet looked for. */
  readonly also?: ReadonlySet<string>;
}

/**
 * Judges a new version against those before it, `history` the oldest first. NONE finds no errors; warnings of
 * changed meaning concern the version before only. Throws SchemaError `SCHEMA_TOO_COMPLEX`.
 * @example
 * const contract = { type: 'AVRO', schema: parseSchema('{"type":"fixed","name":"com.acme.Id","size":4}') } as const;
 * const candidate = { type: 'AVRO', schema: parseSchema('{"type":"fixed","name":"com.acme.Id","size":8}') } as const;
 * const report = checkHistory(candidate, [{ label: 'v1', contract }], { level: 'BACKWARD' });
 * report.findings.map(({ rule, path }) => `${rule} ${path}`); // ['FIXED_SIZE_CHANGED com.acme.Id']
 */
export function checkHistory(
  candidate: Contract,
  history: readonly ContractVersion[],
  options: HistoryOptions,
): HistoryReport {
  return new HistoryCheck(candidate, history, options).report();
}

/** A finding, and the versions it concerns so far. */
interface MergedFinding {
  readonly finding: CompatibilityFinding;
  readonly versions: ContractVersion[];
}

class HistoryCheck {
  readonly #candidate: Contract;
  readonly #history: readonly ContractVersion[];
  readonly #level: CompatibilityLevel;
  readonly #policy: JsonSchemaPolicy;
  readonly #also: ReadonlySet<string>;
  /** What was judged already, since levels ask for the same. */
  readonly #judged = {
    BACKWARD: new Map<ContractVersion, readonly CompatibilityFinding[]>(),
    FORWARD: new Map<ContractVersion, readonly CompatibilityFinding[]>(),
  };

  constructor(candidate: Contract, history: readonly ContractVersion[], options: HistoryOptions) {
    this.#candidate = candidate;
    this.#history = history;
    this.#level = options.level;
    this.#policy = options.policy ?? 'STRICT';
    this.#also = options.also ?? new Set();
  }

  report(): HistoryReport {
    const compared = comparedVersions(this.#history, this.#level).toReversed();
    const passes = (level: CompatibilityLevel): boolean => this.#passes(level);
    return {
      level: this.#level,
      compared: compared.map(({ label }) => label),
      findings: this.#findings(compared),
      get passing() {
        return compatibilityLevels.filter(passes);
      },
    };
  }

  #findings(compared: readonly ContractVersion[]): HistoryFinding[] {
    const merged = new Map<string, MergedFinding>();
    const add = (version: ContractVersion, findings: readonly CompatibilityFinding[]): void => {
      for (const finding of findings) {
        const { rule, path, direction, detail } = finding;
        const key = JSON.stringify([rule, path, direction, detail]);
        const known = merged.get(key);
        if (known === undefined) merged.set(key, { finding, versions: [version] });
        else if (known.versions.at(-1) !== version) known.versions.push(version);
      }
    };
    for (const version of compared) {
      for (const direction of levelDemands[this.#level].directions)
        add(version, this.#judge(version, direction));
    }
    const last = compared.at(-1);
    if (last !== undefined) add(last, this.#changedMeaning(last.contract));
    if (merged.size === 0) return [];
    const readable = { BACKWARD: this.#passes('BACKWARD'), FORWARD: this.#passes('FORWARD') };
    return [...merged.values()].map((each) => this.#told(each, readable)).toSorted(byWeight);
  }

  #told({ finding, versions }: MergedFinding, readable: Readability): HistoryFinding {
    const labels = versions.map(({ label }) => label);
    return {
      ...finding,
      versions: labels,
      weakerLevel: finding.severity === 'error' ? this.#weakerLevel({ finding, versions }) : null,
      deployOrder: deployOrder(finding, labels, readable),
    };
  }

  /** NONE lets everything pass and is no remedy. */
  #weakerLevel({ finding, versions }: MergedFinding): CompatibilityLevel | null {
    const { direction } = finding;
    const last = this.#history.at(-1);
    const lets = weakerLevels(this.#level).find((level) => {
      const { directions, transitive } = levelDemands[level];
      if (direction !== null && !directions.includes(direction)) return true;
      return !transitive && versions.every((version) => version !== last);
    });
    return lets ?? null;
  }

  #passes(level: CompatibilityLevel): boolean {
    return comparedVersions(this.#history, level).every((version) =>
      levelDemands[level].directions.every((direction) =>
        this.#judge(version, direction).every(({ severity }) => severity !== 'error'),
      ),
    );
  }

  #judge(version: ContractVersion, direction: Direction): readonly CompatibilityFinding[] {
    const known = this.#judged[direction].get(version);
    if (known !== undefined) return known;
    const findings = this.#compare(version.contract, direction);
    this.#judged[direction].set(version, findings);
    return findings;
  }

  #compare(before: Contract, direction: Direction): readonly CompatibilityFinding[] {
    const after = this.#candidate;
    if (before.schema === after.schema) return [];
    if (before.type === 'AVRO' && after.type === 'AVRO') {
      return compatibilityFindings({ before: before.schema, after: after.schema, direction });
    }
    if (before.type === 'JSON' && after.type === 'JSON') {
      return jsonSchemaFindings(before.schema, after.schema, { direction, policy: this.#policy });
    }
    return [typeChange(before, after)];
  }

  #changedMeaning(before: Contract): readonly CompatibilityFinding[] {
    const after = this.#candidate;
    if (before.schema === after.schema || before.type !== 'AVRO' || after.type !== 'AVRO') return [];
    return semanticFindings(before.schema, after.schema, { also: this.#also });
  }
}

/** Confluent never takes two kinds of schema for compatible. */
function typeChange(before: Contract, after: Contract): CompatibilityFinding {
  return {
    rule: 'SCHEMA_TYPE_CHANGED',
    severity: 'error',
    path: '',
    message: `readers and writers of ${before.type} and of ${after.type} cannot read each other`,
    position: placeOf(after),
    other: placeOf(before),
    fix: `give the ${after.type} schema a subject of its own`,
    detail: `${before.type} -> ${after.type}`,
    direction: null,
    incompatibility: null,
    inner: [],
  };
}

function placeOf(contract: Contract): CompatibilityFinding['position'] {
  return contract.type === 'AVRO' ? contract.schema.position : contract.schema.root.position;
}

function byWeight(left: HistoryFinding, right: HistoryFinding): number {
  const [leftFile, rightFile] = [left.position.file ?? '', right.position.file ?? ''];
  return (
    severities.indexOf(left.severity) - severities.indexOf(right.severity) ||
    (leftFile === rightFile ? 0 : leftFile < rightFile ? -1 : 1) ||
    left.position.line - right.position.line ||
    left.position.column - right.position.column
  );
}
