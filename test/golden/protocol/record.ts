/**
 * Records the golden bytes of this folder from Apache Kafka: `node test/golden/protocol/record.ts`.
 *
 * Starts a broker of its own, lets Kafka's own classes write messages, exchanges requests with the broker
 * at every version it takes, has Java's producer write batches, and stops everything. Needs what
 * `pnpm test:kafka` needs: a JDK and Maven.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { apis } from '@ottla/protocol';
import { KafkaBroker } from '../../kafka/harness/kafka-broker.ts';
import { prepareToolchain } from '../../kafka/harness/toolchain.ts';
import { recordBatches } from './batch-recording.ts';
import { recordExchanges } from './exchange-recording.ts';
import { filledBody } from './filled-bodies.ts';
import { KafkaOracle, kafkaJson } from './kafka-oracle.ts';

export interface GoldenMessage {
  readonly api: string;
  readonly side: 'request' | 'response';
  readonly version: number;
  /** How much of the body was set; `live` messages went over a socket. */
  readonly fill: 'full' | 'bare' | 'live';
  /** In the JSON form of Kafka's converters. Absent where Kafka's classes did not make the bytes. */
  readonly body?: unknown;
  /** Hexadecimal, without the length prefix. */
  readonly frame: string;
}

/** One message per line, so that a new recording shows in a diff what changed. */
function write(name: string, rows: readonly unknown[]): void {
  const file = fileURLToPath(new URL(`./${name}`, import.meta.url));
  writeFileSync(file, `[\n${rows.map(kafkaJson).join(',\n')}\n]\n`);
  console.log(`${name}: ${rows.length} rows`);
}

async function recordFilled(oracle: KafkaOracle): Promise<GoldenMessage[]> {
  const rows: GoldenMessage[] = [];
  for (const api of apis) {
    for (let version = api.versions.min; version <= api.versions.max; version++) {
      for (const side of ['request', 'response'] as const) {
        for (const fill of ['full', 'bare'] as const) {
          const body = filledBody(api[side], version, fill);
          const frame = await oracle.serialize({ key: api.key, side, version, body });
          rows.push({ api: api.name, side, version, fill, body, frame });
        }
      }
    }
  }
  return rows;
}

await using kafka = await KafkaBroker.start(prepareToolchain());
await using oracle = new KafkaOracle(prepareToolchain().classPath, kafka.bootstrapServer);
write('filled-messages.json', await recordFilled(oracle));
write('live-messages.json', await recordExchanges(oracle));
write('record-batches.json', await recordBatches(oracle));
