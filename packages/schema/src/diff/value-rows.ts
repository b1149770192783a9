/** Rules of promotions that every reader makes and that change values. */
import type { FoundEdit } from './found-edit.ts';
import { atLevel, schemasOf, typeExample, type Meaning, type SemanticRow } from './semantic-row.ts';

export const valueRows: readonly SemanticRow[] = [
  {
    id: 'STRING_BYTES_SWAP',
    purpose:
      'Each of string and bytes reads the other, so a registry accepts the change both ways. Bytes that are no UTF-8 are damaged when read as a string, and programs get another type.',
    remedy: 'Keep the type, or add a new field.',
    example: typeExample('"bytes"', '"string"', '"bytes"'),
    on: ['changed schema'],
    find: (found) => {
      const [before, after] = schemasOf(found) ?? [];
      const both = [before?.type, after?.type];
      if (!both.includes('string') || !both.includes('bytes')) return [];
      const readers = before?.type === 'bytes' ? 'the new version reads old' : 'the old version reads new';
      return [
        {
          message: `${before?.type} became ${after?.type}; a registry would accept it, and where ${readers} bytes that are no UTF-8, they are damaged`,
          fix: `keep "${before?.type}", or add a new field`,
          detail: `${before?.type} -> ${after?.type}`,
        },
      ];
    },
  },
  {
    id: 'FLOAT_PRECISION_LOSS',
    purpose:
      'float and double read integers, so a registry accepts them in place of int or long. A double holds integers exactly up to 2^53, a float up to 2^24; larger ones are rounded.',
    remedy: 'Read an int as long or double, and a long as long.',
    example: atLevel('BACKWARD', typeExample('"long"', '"double"', '"long"')),
    on: ['changed schema'],
    find: roundedIntegers,
  },
];

/** An integer that is rounded, by who reads and what was written. */
const ROUNDED: ReadonlyMap<string, readonly [written: string, read: string]> = new Map([
  ['double reads long', ['9007199254740993', '9007199254740992']],
  ['float reads long', ['16777217', '16777216']],
  ['float reads int', ['16777217', '16777216']],
]);

function roundedIntegers(found: FoundEdit): readonly Meaning[] {
  const [before, after] = schemasOf(found) ?? [];
  if (before === undefined || after === undefined) return [];
  const detail = `${before.type} -> ${after.type}`;
  const backward = ROUNDED.get(`${after.type} reads ${before.type}`);
  const forward = ROUNDED.get(`${before.type} reads ${after.type}`);
  const [written, read] = backward ?? forward ?? [];
  if (written === undefined || read === undefined) return [];
  const direction = backward === undefined ? 'FORWARD' : 'BACKWARD';
  const readers = backward === undefined ? 'readers of the old version read' : 'this version reads';
  return [
    {
      message: `${before.type} became ${after.type}; a registry accepts that at ${direction}, where ${readers} ${written} as ${read}`,
      fix: backward === undefined ? `keep "${before.type}", or add a new field` : `keep "${before.type}"`,
      detail,
      direction,
    },
  ];
}
