import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CompatibilityLevel } from '../compatibility/compatibility-level.ts';
import { parseSchema } from '../parse/schema-parser.ts';
import { confluentMessages } from './confluent-messages.ts';
import { checkHistory } from './history-check.ts';
import type { Contract } from './history-report.ts';

interface Vectors {
  readonly schemas: Readonly<Record<string, string>>;
  readonly cases: readonly {
    readonly source: string;
    readonly level: CompatibilityLevel;
    readonly candidate: string;
    readonly history: readonly string[];
    readonly compatible: boolean;
  }[];
}

// The file is ours; it names its source.
const vectors = JSON.parse(
  readFileSync(new URL('../../vectors/histories.json', import.meta.url), 'utf8'),
) as Vectors;

function contract(name: string): Contract {
  return { type: 'AVRO', schema: parseSchema(vectors.schemas[name] ?? '') };
}

describe('histories that Confluent judges', () => {
  it.each(vectors.cases)(
    '$source: $candidate after $history at $level: $compatible',
    ({ level, candidate, history, compatible }) => {
      const versions = history.map((name, place) => ({
        label: `v${place + 1}`,
        version: place + 1,
        text: vectors.schemas[name] ?? '',
        contract: contract(name),
      }));
      const report = checkHistory(contract(candidate), versions, { level });
      expect(report.findings.every(({ severity }) => severity !== 'error')).toBe(compatible);
      expect(report.passing.includes(level)).toBe(compatible);
      expect(confluentMessages(contract(candidate), versions, { level }).length === 0).toBe(compatible);
    },
  );
});
