/**
 * Appending a record with its promise, beside a loop that writes the same bytes and makes one promise.
 *
 * `send` is synchronous until the bytes stand in the batch, so a round times that part alone; delivery to
 * the sink happens between rounds.
 */
import { Producer } from '@ottla/producer';
import { RecordBatchWriter } from '@ottla/protocol';
import type { Figure } from './figure.ts';
import { median } from './pairs.ts';
import { Sink } from './processes.ts';
import { compareLoops } from './rounds.ts';

const TURNS = 20_000;
const VALUE_BYTES = 100;
const SLAB_BYTES = 131_072;
const BAR = 2;

type Settle = (value: unknown) => void;

/** The floor: the record's bytes in a slab, and a promise whose two ends are kept. */
class Floor {
  readonly #value = Buffer.alloc(VALUE_BYTES, 'v');
  readonly #slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
  #writer = new RecordBatchWriter(this.#slab);
  #resolves: Settle[] = [];
  #rejects: Settle[] = [];
  promises: Promise<unknown>[] = [];

  readonly #executor = (resolve: Settle, reject: Settle): void => {
    this.#resolves.push(resolve);
    this.#rejects.push(reject);
  };

  run(): void {
    const timestampMs = Date.now();
    for (let turn = 0; turn < TURNS; turn++) {
      const isWritten = this.#writer.append(timestampMs, this.#value, 0, -1, 0, VALUE_BYTES, []);
      if (!isWritten) this.#writer = new RecordBatchWriter(this.#slab);
      this.promises.push(new Promise(this.#executor));
    }
  }

  async reset(): Promise<void> {
    for (const resolve of this.#resolves) resolve(undefined);
    this.#resolves = [];
    this.#rejects = [];
    await Promise.all(this.promises);
    this.promises = [];
  }
}

export async function* appendBench(): AsyncGenerator<Figure> {
  const sink = await Sink.start();
  const producer = new Producer({ bootstrapServers: [sink.bootstrapServer], bufferMemory: 268_435_456 });
  try {
    await producer.connect();
    const record = { topic: 'records', value: Buffer.alloc(VALUE_BYTES, 'v') };
    await producer.send(record);
    let promises: Promise<unknown>[] = [];
    const run = (): void => {
      for (let turn = 0; turn < TURNS; turn++) promises.push(producer.send(record));
    };
    const reset = async (): Promise<void> => {
      await Promise.all(promises);
      promises = [];
    };
    const floor = new Floor();
    const result = await compareLoops(
      { turns: TURNS, run, reset },
      { turns: TURNS, run: () => floor.run(), reset: () => floor.reset() },
    );
    await reset();
    yield {
      what: `send of ${VALUE_BYTES} B with its promise, beside writing the bytes and making a promise`,
      measured: `${median(result.ours).toFixed(0)} against ${median(result.theirs).toFixed(0)} ns, ratio ${result.ratio.toFixed(2)}`,
      bar: `ratio ≤ ${BAR}`,
      met: result.ratio <= BAR,
    };
  } finally {
    await producer.close();
    await sink.stop();
  }
}
