/**
 * Generating code, and what the generated code costs: time of `ottla gen` as a whole process, a rebuild while it
 * watches, compiled codecs beside avsc and beside code written by hand, and bytes added to a bundle.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import avsc from 'avsc';
import { ByteWriter } from '@ottla/kernel';
import { avroCodec } from '@ottla/serializers/avro';
import { compiledSamples, type CompiledSample } from './codegen/compiled-samples.ts';
import { handWritten } from './codegen/hand-written.ts';
import { addedBytes } from './codegen/module-size.ts';
import { SchemaFolder } from './codegen/schema-folder.ts';
import type { Figure } from './figure.ts';
import { median } from './pairs.ts';
import { compareLoops, type Loop } from './rounds.ts';
import { InstalledProgram } from './schema/installed-program.ts';
import { allocatedBytesPerRecord } from './serializers/allocation.ts';
import { samples } from './serializers/samples.ts';

const SCHEMAS = 1000;
const MOST_GENERATING_MS = 3000;
const MOST_REBUILD_MS = 200;
const REBUILDS = 15;
const RUNS = 5;
const ENCODE_BAR = 0.55;
const HAND_BAR = 1.2;
const DECODE_BAR = 0.7;
const MOST_ADDED_BYTES = 1024;
const MOST_ALLOCATED_BYTES = 1;
const KEPT_BYTES = 4096;
const TURNS = 20_000;

export async function* codegenBench(): AsyncGenerator<Figure> {
  for (const compiled of await compiledSamples(samples)) yield* codecFigures(compiled);
  yield* sizeFigures();
  using ottla = await InstalledProgram.make();
  // Nothing is removed before all is measured: where many files were removed lately, ext4 takes a millisecond of
  // processor time to make one, fifty times what it takes elsewhere.
  using folders = new DisposableStack();
  for (const codecs of ['interpreted', 'compiled']) yield generating(ottla.main, codecs, folders);
  yield await rebuilding(ottla.main, folders);
}

function times(run: () => void): Loop {
  return {
    turns: TURNS,
    run: () => {
      for (let count = 0; count < TURNS; count++) run();
    },
  };
}

async function* codecFigures({ sample, constant }: CompiledSample): AsyncGenerator<Figure> {
  const { name, schema, value } = sample;
  const codec = avroCodec(constant);
  // Checked by avsc.
  const type = avsc.Type.forSchema(JSON.parse(schema) as avsc.Schema);
  const writer = new ByteWriter(KEPT_BYTES);
  const kept = Buffer.alloc(KEPT_BYTES);
  // The samples are of the types that the functions take.
  const byHand = handWritten[sample.fullName] as (value: unknown, writer: ByteWriter, at: number) => number;
  const bytes = Buffer.from(kept.subarray(0, type.encode(value, kept, 0)));
  const encoded = (): Buffer => {
    writer.position = 0;
    codec.encodeInto(value, writer);
    return writer.view();
  };
  const handWriter = new ByteWriter(KEPT_BYTES);
  const handLength = byHand(value, handWriter, 0);
  if (!encoded().equals(bytes) || !handWriter.buffer.subarray(0, handLength).equals(bytes)) {
    throw new Error(`${name}: the encodings differ`);
  }
  const encode = times(() => {
    writer.position = 0;
    codec.encodeInto(value, writer);
  });
  const rows = [
    {
      what: 'encode beside avsc.encode into a kept buffer',
      ours: encode,
      theirs: () => type.encode(value, kept, 0),
      bar: ENCODE_BAR,
    },
    {
      what: 'encode beside an encoder written by hand',
      ours: encode,
      theirs: () => byHand(value, handWriter, 0),
      bar: HAND_BAR,
    },
    {
      what: 'decode beside avsc.fromBuffer',
      ours: times(() => codec.decode(bytes)),
      theirs: () => type.fromBuffer(bytes),
      bar: DECODE_BAR,
    },
  ];
  for (const { what, ours, theirs, bar } of rows) {
    const result = await compareLoops(ours, times(theirs));
    const spread = result.interval.map((end) => end.toFixed(2)).join('-');
    yield {
      what: `compiled, ${name}, ${what}`,
      measured: `${median(result.ours).toFixed(0)} against ${median(result.theirs).toFixed(0)} ns, ratio ${result.ratio.toFixed(2)} (${spread})`,
      bar: `ratio ≤ ${bar}`,
      met: result.ratio <= bar,
    };
  }
  const allocated = await allocatedBytesPerRecord(encode.run, TURNS);
  yield {
    what: `compiled, ${name}, allocated per record by encode`,
    measured: `${allocated.toFixed(2)} B`,
    bar: `≤ ${MOST_ALLOCATED_BYTES} B`,
    met: allocated <= MOST_ALLOCATED_BYTES,
  };
}

async function* sizeFigures(): AsyncGenerator<Figure> {
  for (const { name, schema } of samples.slice(0, 1)) {
    for (const codecs of ['interpreted', 'compiled'] as const) {
      const bytes = await addedBytes(schema, codecs);
      yield {
        what: `${name}, ${codecs}: bytes added to a minified bundle`,
        measured: `${bytes} B`,
        bar: `≤ ${MOST_ADDED_BYTES} B`,
        met: bytes <= MOST_ADDED_BYTES,
      };
    }
  }
}

/** Whole processes, each into an empty folder. */
function generating(main: string, codecs: string, folders: DisposableStack): Figure {
  const took = Array.from({ length: RUNS }, () => {
    const schemas = folders.use(new SchemaFolder(SCHEMAS));
    const started = performance.now();
    generate(main, schemas, codecs);
    return performance.now() - started;
  });
  const middle = median(took);
  return {
    what: `ottla gen of ${SCHEMAS} schemas, codecs ${codecs}, the whole process`,
    measured: `${(middle / 1000).toFixed(2)} s, from ${(Math.min(...took) / 1000).toFixed(2)} to ${(Math.max(...took) / 1000).toFixed(2)}`,
    bar: `≤ ${MOST_GENERATING_MS / 1000} s`,
    met: middle <= MOST_GENERATING_MS,
  };
}

function generate(main: string, { folder }: SchemaFolder, codecs: string): void {
  const words = [main, 'gen', 'schemas', '--out', 'generated', '--codecs', codecs];
  const { status, stderr } = spawnSync(process.execPath, words, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`ottla gen ended with ${status}: ${stderr}`);
}

/** From the moment a file is written to the line that says its module is. */
async function rebuilding(main: string, folders: DisposableStack): Promise<Figure> {
  const schemas = folders.use(new SchemaFolder(SCHEMAS));
  // So that what is printed while watching is of rebuilds only.
  generate(main, schemas, 'compiled');
  const watching = spawn(
    process.execPath,
    [main, 'gen', 'schemas', '--out', 'generated', '--codecs', 'compiled', '--watch'],
    { cwd: schemas.folder, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const took: number[] = [];
  try {
    const notes = createInterface({ input: watching.stderr })[Symbol.asyncIterator]();
    const lines = createInterface({ input: watching.stdout })[Symbol.asyncIterator]();
    await expectLine(notes, 'watching');
    for (let round = 0; round <= REBUILDS; round++) {
      const started = performance.now();
      schemas.rewrite(round + 1, `changed in round ${round}`);
      await expectLine(lines, `contract${round + 1}.ts`);
      // The first waits until all files are watched.
      if (round > 0) took.push(performance.now() - started);
      await expectLine(notes, 'written');
    }
  } finally {
    const ended = once(watching, 'exit');
    watching.kill('SIGINT');
    await ended;
  }
  const middle = median(took);
  return {
    what: `ottla gen --watch, one of ${SCHEMAS} files written, until its module is`,
    measured: `${middle.toFixed(0)} ms, at most ${Math.max(...took).toFixed(0)}`,
    bar: `≤ ${MOST_REBUILD_MS} ms`,
    met: middle <= MOST_REBUILD_MS,
  };
}

async function expectLine(lines: AsyncIterator<string>, text: string): Promise<void> {
  for (;;) {
    const { done, value } = await lines.next();
    if (done === true) throw new Error(`ottla gen --watch ended before it said '${text}'`);
    if (value.includes(text)) return;
  }
}
