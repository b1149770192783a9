/**
 * A payload as one JSON document, for programs.
 *
 * The value stands in it as plain JSON, with all digits of its numbers. Pure.
 */
import type { PayloadPart } from '@ottla/serializers/avro';
import { frameRows } from './frame-rows.ts';
import { fullNameOf } from '../full-name.ts';
import { drawableJson } from '../report/json-document.ts';
import { trailingBytes } from './payload-words.ts';
import type { PayloadReading } from './payload-reading.ts';

/** Longer runs of bytes are not written out: they stand in the payload, from `start` to `end`. */
const MOST_HEX_BYTES = 1024;

export function payloadDocument(reading: PayloadReading): string {
  const { payload, frame, held, map } = reading;
  const { start, count } = trailingBytes(reading);
  const { failure } = map;
  const document = {
    byteLength: payload.length,
    frame: { ...frame, parts: frameRows(frame).map(({ start: from, end }) => hexPart(payload, from, end)) },
    schema: {
      fullName: fullNameOf(held.schema),
      id: held.id,
      uses: held.uses.map(({ subject, version }) => ({ subject, version })),
      from: held.from,
    },
    parts: map.parts.map((part) => partRow(payload, part)),
    untoldParts: map.untold,
    trailing: count === 0 ? null : hexPart(payload, start, payload.length),
    failure:
      failure === null
        ? null
        : {
            code: failure.error.code,
            message: failure.error.message,
            start: failure.start,
            path: failure.path,
            type: failure.type,
          },
  };
  // Already JSON, whose long numbers JSON.stringify could not write.
  return drawableJson(`${JSON.stringify(document).slice(0, -1)},"value":${map.value ?? 'null'}}`);
}

function partRow(payload: Buffer, { start, end, path, kind, type, text }: PayloadPart): object {
  return { ...hexPart(payload, start, end), path, kind, type, text };
}

function hexPart(payload: Buffer, start: number, end: number): object {
  const isLong = end - start > MOST_HEX_BYTES;
  return { start, end, hex: isLong ? null : payload.toString('hex', start, end) };
}
