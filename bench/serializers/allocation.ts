/** What a loop allocates, by V8's sampling heap profiler: garbage that was collected meanwhile is counted too. */
import { Session, type HeapProfiler } from 'node:inspector/promises';

const SAMPLING_BYTES = 256;
const ROUNDS = 50;

/** Bytes per record of `run`, which handles `records` of them; the loop is warm before it is watched. */
export async function allocatedBytesPerRecord(run: () => void, records: number): Promise<number> {
  for (let round = 0; round < ROUNDS; round++) run();
  const session = new Session();
  session.connect();
  try {
    await session.post('HeapProfiler.startSampling', {
      samplingInterval: SAMPLING_BYTES,
      includeObjectsCollectedByMajorGC: true,
      includeObjectsCollectedByMinorGC: true,
    });
    for (let round = 0; round < ROUNDS; round++) run();
    const { profile } = await session.post('HeapProfiler.stopSampling');
    return bytesUnder(profile.head) / (ROUNDS * records);
  } finally {
    session.disconnect();
  }
}

function bytesUnder({ selfSize, children }: HeapProfiler.SamplingHeapProfileNode): number {
  return children.reduce((sum, child) => sum + bytesUnder(child), selfSize);
}
