/** Does again what was recorded, without the world: the same seed and inputs must give the same effects. */
import { seededRandom } from '@ottla/kernel';
import { ProducerCore } from '../src/core/producer-core.ts';
import { RecordDraft } from '../src/core/record-draft.ts';
import { describeEffect } from './effect-text.ts';
import { SIMULATED_OPTIONS } from './simulation.ts';
import type { RecordedInput, SimulationOptions } from './simulation-types.ts';

/** One line per effect, as in a simulation's journal. */
export function replay(options: SimulationOptions, inputs: readonly RecordedInput[]): string[] {
  const core = new ProducerCore({ ...SIMULATED_OPTIONS, ...options.core }, seededRandom(options.seed + 1));
  const journal: string[] = [];
  for (const input of inputs) {
    if ('event' in input) {
      for (const effect of core.handle(input.event, input.now)) journal.push(describeEffect(effect));
      continue;
    }
    const { partition, value } = input.sent;
    const draft = new RecordDraft(core.topic('t'), value);
    draft.partition = partition;
    draft.timestampMs = Math.floor(input.now);
    draft.valueLength = value.length;
    if (!core.tryAppend(draft)) core.admit(draft, input.now);
  }
  return journal;
}
