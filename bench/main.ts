/**
 * `pnpm bench [name…]`: the figures of docs/performance.md, measured here and now.
 *
 * Every comparison runs in interleaved pairs within one call. Each line shows the figure, the bar it is
 * held to, and whether it was met; a missed bar is printed, never hidden.
 */
import { cpus, totalmem } from 'node:os';
import { appendBench } from './append.ts';
import { avroBench } from './avro.ts';
import { clientsBench } from './clients.ts';
import { codegenBench } from './codegen.ts';
import { dropInBench } from './drop-in.ts';
import { memoryBench } from './memory.ts';
import { pinned } from './processes.ts';
import { registryBench } from './registry/registry.ts';
import { schemaBench } from './schema/schema.ts';
import { serializersBench } from './serializers/serializers.ts';
import type { Figure } from './figure.ts';

const benches: Readonly<Record<string, () => AsyncIterable<Figure>>> = {
  append: appendBench,
  avro: avroBench,
  clients: clientsBench,
  codegen: codegenBench,
  'drop-in': dropInBench,
  memory: memoryBench,
  registry: registryBench,
  schema: schemaBench,
  serializers: serializersBench,
};

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(benches);
const unknown = wanted.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  console.error(`bench: unknown ${unknown.join(', ')}; known are ${Object.keys(benches).join(', ')}`);
  process.exit(2);
}

const gibibytes = (totalmem() / 2 ** 30).toFixed(0);
console.log(
  `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${gibibytes} GiB, Node ${process.version}`,
);
console.log(pinned ? 'client on core 0, sink on core 1' : 'client and sink share the cores');
for (const name of wanted) {
  console.log(`\n${name}`);
  for await (const { what, measured, bar, met } of benches[name]?.() ?? []) {
    console.log(`  ${met ? 'ok    ' : 'MISSED'}  ${what}: ${measured} (bar: ${bar})`);
  }
}
