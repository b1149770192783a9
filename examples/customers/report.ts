/** What happened, in lines a person can read. */
import type { Deliveries } from './delivery.ts';
import type { Findings } from './verification.ts';

const number = (value: number, digits = 0): string =>
  value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });

export function printReport(deliveries: Deliveries, findings: Findings): void {
  const { records, bytes, batches, recordsBySchemaId, samples, differences } = findings;
  const versions = [...recordsBySchemaId].map(([id, count]) => `id ${id}: ${number(count)}`).join(', ');
  const rows: readonly (readonly [string, string])[] = [
    ['records', number(records)],
    ['bytes', number(bytes)],
    ['batches', number(batches)],
    ['records per batch', number(records / batches, 1)],
    ['records/s', number((deliveries.acknowledged / deliveries.elapsedMs) * 1000)],
    ['CPU s per million records', number((deliveries.cpuSeconds / deliveries.acknowledged) * 1e6, 2)],
    ['schema versions seen', `${recordsBySchemaId.size} (${versions})`],
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  for (const [label, text] of rows) console.log(`  ${label.padEnd(width)}  ${text}`);
  console.log('  (CPU is of this whole process: JSON parsing and, when embedded, the brokers are in it)\n');
  console.table(
    samples.map(({ partition, offset, key, schemaId, customer }) => ({
      partition,
      offset: String(offset),
      key,
      'schema id': schemaId,
      id: customer.id,
      name: customer.name,
      email: customer.email,
    })),
  );
  if (differences.length === 0) {
    console.log(
      'Every record arrived exactly once, on the partition that Java gives its key, in order per key.',
    );
    return;
  }
  console.error('What was read back differs from what was sent:');
  for (const difference of differences) console.error(`  ${difference}`);
}
