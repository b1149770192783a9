/**
 * A payload taken apart: its frame, its schema, and what every byte behind the frame is.
 *
 * With a given schema, a frame that was only guessed gives way to none when the datum fills the bytes only without it.
 */
import { mapPayload, type PayloadMap } from '@ottla/serializers/avro';
import { frameOf, type FrameWish, type PayloadFrame } from './payload-frame.ts';
import type { HeldSchema } from './held-schema.ts';
import type { SchemaSources } from './schema-sources.ts';

export interface PayloadReading {
  readonly payload: Buffer;
  readonly frame: PayloadFrame;
  readonly held: HeldSchema;
  readonly map: PayloadMap;
}

interface ReadingWish extends Omit<FrameWish, 'hasSchema'> {
  /** What `--schema` names. */
  readonly schema: string | undefined;
  readonly mostParts: number;
}

export async function readPayload(
  payload: Buffer,
  { schema, mostParts, ...wish }: ReadingWish,
  sources: SchemaSources,
): Promise<PayloadReading> {
  const frame = frameOf(payload, { ...wish, hasSchema: schema !== undefined });
  const held = schema === undefined ? await sources.ofFrame(frame) : await sources.named(schema);
  const map = mapPayload(payload, held.schema, { start: frame.end, mostParts });
  const isGuess =
    schema !== undefined && wish.framing === 'auto' && frame.kind !== 'raw' && frame.kind !== 'header';
  if (!isGuess || fills(map, payload)) return { payload, frame, held, map };
  const whole = mapPayload(payload, held.schema, { mostParts });
  if (!fills(whole, payload)) return { payload, frame, held, map };
  return { payload, frame: { kind: 'raw', end: 0 }, held, map: whole };
}

function fills({ failure, end }: PayloadMap, payload: Buffer): boolean {
  return failure === null && end === payload.length;
}
