/** The bytes of a frame as rows, and a frame in words. Pure. */
import type { PayloadFrame } from './payload-frame.ts';

export interface FrameRow {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export function frameRows(frame: PayloadFrame): readonly FrameRow[] {
  switch (frame.kind) {
    case 'id':
      return [
        { start: 0, end: 1, text: 'magic byte 0: a schema id follows' },
        { start: 1, end: frame.end, text: `schema id ${frame.id}` },
      ];
    case 'guid':
      return [
        { start: 0, end: 1, text: 'magic byte 1: a schema GUID follows' },
        { start: 1, end: frame.end, text: `schema GUID ${frame.guid}` },
      ];
    case 'single-object':
      return [
        { start: 0, end: 2, text: 'marker of the single-object encoding' },
        { start: 2, end: frame.end, text: `fingerprint ${frame.fingerprint}` },
      ];
    case 'header':
    case 'raw':
      return [];
  }
}

export function frameWords(frame: PayloadFrame): string {
  switch (frame.kind) {
    case 'id':
      return 'framed with a schema id';
    case 'guid':
      return 'framed with a schema GUID';
    case 'single-object':
      return 'in the single-object encoding';
    case 'header':
      return `its schema named in a header, GUID ${frame.guid}`;
    case 'raw':
      return 'without a frame';
  }
}
