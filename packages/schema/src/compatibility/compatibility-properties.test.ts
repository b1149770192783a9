import { seededRandom } from '@ottla/kernel';
import { assert as check, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evolved } from '../../testing/schema-evolution.ts';
import { SketchBook } from '../../testing/schema-sketch.ts';
import { sketchText } from '../../testing/sketch-text.ts';
import { checkHistory } from '../history/history-check.ts';
import type { ContractVersion } from '../history/history-report.ts';
import { parseSchema } from '../parse/schema-parser.ts';
import { ruleOf } from '../rules/rule-table.ts';
import type { Schema } from '../schema.ts';
import { schemaText } from '../schema-text.ts';
import { checkCompatibility } from './compatibility.ts';
import { compatibilityFindings } from './compatibility-findings.ts';
import { compatibilityLevels, type CompatibilityLevel } from './compatibility-level.ts';
import { AmbiguousField } from './pair-rules.ts';

const RUNS = { numRuns: 300 };

/** Versions of one schema, the oldest first. */
function drawVersions(seed: number, count: number): readonly Schema[] {
  const random = seededRandom(seed);
  let sketch = new SketchBook(random).sketch();
  return Array.from({ length: count }, () => {
    sketch = evolved(sketch, random);
    return parseSchema(sketchText(sketch));
  });
}

const versions = (count: number) => integer({ min: 1 }).map((seed) => drawVersions(seed, count));

/** Undefined where a field's aliases are ambiguous: Java throws. */
function reads(reader: Schema, writer: Schema): boolean | undefined {
  try {
    return checkCompatibility(reader, writer).length === 0;
  } catch (error) {
    if (error instanceof AmbiguousField) return undefined;
    throw error;
  }
}

describe('a schema', () => {
  it('reads what it wrote, parsed once or twice', () => {
    check(
      property(versions(1), ([schema]) => {
        if (schema === undefined) return;
        const again = parseSchema(schemaText(schema));
        expect([true, undefined]).toContain(reads(schema, schema));
        expect(reads(schema, again)).toBe(reads(schema, schema));
      }),
      RUNS,
    );
  });
});

describe('a level', () => {
  const report = (schemas: readonly Schema[], level: CompatibilityLevel) => {
    const contracts = schemas.map((schema) => ({ type: 'AVRO', schema }) as const);
    const history: ContractVersion[] = contracts
      .slice(0, -1)
      .map((contract, place) => ({ label: `v${place}`, contract }));
    const candidate = contracts.at(-1);
    if (candidate === undefined) throw new Error('versions are drawn');
    return checkHistory(candidate, history, { level });
  };
  const passes = (schemas: readonly Schema[], level: CompatibilityLevel): boolean =>
    report(schemas, level).findings.every(({ severity }) => severity !== 'error');

  it('FULL passes exactly when BACKWARD and FORWARD do, transitive or not', () => {
    check(
      property(versions(4), (schemas) => {
        expect(passes(schemas, 'FULL')).toBe(passes(schemas, 'BACKWARD') && passes(schemas, 'FORWARD'));
        expect(passes(schemas, 'FULL_TRANSITIVE')).toBe(
          passes(schemas, 'BACKWARD_TRANSITIVE') && passes(schemas, 'FORWARD_TRANSITIVE'),
        );
      }),
      RUNS,
    );
  });

  it('that is transitive passes exactly when each version alone does', () => {
    check(
      property(versions(4), (schemas) => {
        const candidate = schemas.slice(-1);
        for (const level of ['BACKWARD', 'FORWARD', 'FULL'] as const) {
          const alone = schemas.slice(0, -1).every((version) => passes([version, ...candidate], level));
          expect(passes(schemas, `${level}_TRANSITIVE`)).toBe(alone);
        }
      }),
      RUNS,
    );
  });

  it('is among the passing ones exactly when it finds no error, and a weaker one lets the finding pass', () => {
    check(
      property(versions(3), (schemas) => {
        for (const level of compatibilityLevels) {
          const { passing, findings } = report(schemas, level);
          expect(passing.includes(level)).toBe(passes(schemas, level));
          for (const { rule, path, detail, direction, weakerLevel } of findings) {
            if (weakerLevel === null) continue;
            const there = report(schemas, weakerLevel).findings.map((each) =>
              JSON.stringify([each.rule, each.path, each.detail, each.direction]),
            );
            expect(there).not.toContain(JSON.stringify([rule, path, detail, direction]));
          }
        }
      }),
      RUNS,
    );
  });
});

describe('a finding', () => {
  it('is made of every incompatibility, with a rule that is in the table', () => {
    check(
      property(versions(2), ([before, after]) => {
        if (before === undefined || after === undefined) return;
        const findings = compatibilityFindings({ before, after, direction: 'BACKWARD' });
        const verdict = reads(after, before);
        expect(findings).toHaveLength(verdict === undefined ? 1 : checkCompatibility(after, before).length);
        for (const { rule, message, path } of findings) {
          expect(ruleOf(rule)?.family).toBe('compatibility');
          expect(`${message} ${path}`).not.toMatch(/undefined|\[object/);
        }
      }),
      RUNS,
    );
  });
});
