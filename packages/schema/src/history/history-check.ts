/**
 * What a whole history says about a new version, at a level.
 *
 * Every version the level asks for is compared and every difference told; equal ones of several versions are
 * one finding. What no level needs is not computed: `passing` costs only whom asks for it.
 */
import type { CompatibilityFinding, Direction } from '../compatibility/compatibility-finding.ts';
import { compatibilityFindings } from '../compatibility/compatibility-findings.ts';
import {
  comparedVersions,
  compatibilityLevels,
  levelDemands,
  type CompatibilityLevel,
} from '../compatibility/compatibility-level.ts';
import { jsonSchemaFindings, type JsonSchemaPolicy } from '../json-schema/json-schema-findings.ts';
import { severities } from '../rules/finding.ts';
import type { Contract, ContractVersion, HistoryFinding, HistoryReport } from './history-report.ts';

export interface HistoryOptions {
  readonly level: CompatibilityLevel;
  /** Of JSON Schema; STRICT unless told otherwise. */
  readonly policy?: JsonSchemaPolicy;
}

/**
 * Judges a new version against those before it, `history` the oldest first.
 * @example
 * const report = checkHistory(candidate, [{ label: 'v1', contract }], { level: 'BACKWARD' });
 * report.findings.map(({ rule, path }) => `${rule} ${path}`); // ['FIELD_ADDED_WITHOUT_DEFAULT com.acme.Customer.tier']
 */
export function checkHistory(
  candidate: Contract,
  history: readonly ContractVersion[],
  options: HistoryOptions,
): HistoryReport {
  return new HistoryCheck(candidate, history, options).report();
}

class HistoryCheck {
  readonly #candidate: Contract;
  readonly #history: readonly ContractVersion[];
  readonly #level: CompatibilityLevel;
  readonly #policy: JsonSchemaPolicy;
  readonly #judged = {
    BACKWARD: new Map<ContractVersion, readonly CompatibilityFinding[]>(),
    FORWARD: new Map<ContractVersion, readonly CompatibilityFinding[]>(),
  };

  constructor(candidate: Contract, history: readonly ContractVersion[], options: HistoryOptions) {
    this.#candidate = candidate;
    this.#history = history;
    this.#level = options.level;
    this.#policy = options.policy ?? 'STRICT';
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
    const merged = new Map<string, HistoryFinding>();
    for (const version of compared) {
      for (const direction of levelDemands[this.#level].directions) {
        for (const finding of this.#judge(version, direction)) {
          const key = JSON.stringify([finding.rule, finding.path, direction, finding.detail]);
          const versions = merged.get(key)?.versions ?? [];
          merged.set(key, {
            ...finding,
            versions: [...versions, version.label],
            weakerLevel: null,
            deployOrder: 'no order is safe',
          });
        }
      }
    }
    return [...merged.values()].toSorted(byWeight);
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
    if (before.type === 'AVRO' && after.type === 'AVRO') {
      return before.schema === after.schema
        ? []
        : compatibilityFindings(before.schema, after.schema, direction);
    }
    if (before.type === 'JSON' && after.type === 'JSON') {
      return jsonSchemaFindings(before.schema, after.schema, { direction, policy: this.#policy });
    }
    return [typeChange(before, after)];
  }
}

function typeChange(before: Contract, after: Contract): CompatibilityFinding {
  return {
    rule: 'SCHEMA_TYPE_CHANGED',
    severity: 'error',
    path: '',
    message: `the schema was ${before.type} and is ${after.type} now`,
    position: placeOf(after),
    other: placeOf(before),
    fix: 'give the new schema a subject of its own',
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
  return (
    severities.indexOf(left.severity) - severities.indexOf(right.severity) ||
    left.position.line - right.position.line ||
    left.position.column - right.position.column
  );
}
