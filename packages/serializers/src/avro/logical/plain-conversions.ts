/** Conversions of uuid and duration. */
import { asBuffer } from '@ottla/kernel';
import { MISFIT } from '../write/misfit-signal.ts';
import type { Conversion } from './conversion.ts';
import { bytesOfDuration, durationOfBytes, isDuration } from './duration.ts';
import { bytesOfUuid, isUuid, uuidOfBytes } from './uuid.ts';

/** A uuid on string: only uuids are written; what was written is read as it stands. */
export function uuidText(): Conversion {
  return {
    toWire: (value) => {
      if (!isUuid(value)) throw MISFIT;
      return value;
    },
    fromWire: (value) => value,
  };
}

/** A uuid on a fixed of 16 bytes; read in lower case. */
export function uuidBytes(): Conversion {
  return {
    toWire: (value) => {
      if (!isUuid(value)) throw MISFIT;
      return bytesOfUuid(value);
    },
    fromWire: (value) => uuidOfBytes(buffer(value)),
  };
}

export function durationParts(): Conversion {
  return {
    toWire: (value) => {
      if (!isDuration(value)) throw MISFIT;
      return bytesOfDuration(value);
    },
    fromWire: (value) => durationOfBytes(buffer(value)),
  };
}

/** The wire type is fixed, so the reader has given bytes of the right size. */
function buffer(value: unknown): Buffer {
  return asBuffer(value as Uint8Array);
}
