/**
 * Collects what a traced reading tells: where values begin and end, and which branch, block or key stood there.
 *
 * Knows the schema and follows it beside the reader, so that each run of bytes gets its path and its type. Bounded:
 * parts beyond the most are counted only, and texts of long values are cut off.
 */
import { ByteReader } from '@ottla/kernel';
import type { RecordSchema, Schema, UnionSchema } from '@ottla/schema';
import { memberPath } from '../../misfit.ts';
import { branchLabel } from '../json-encoding/datum-text.ts';
import type { BranchChoice } from '../plain-json/branch-choice.ts';
import { plainTree, treeText } from '../plain-json/plain-tree.ts';
import type { PayloadFailure, PayloadPart } from './payload-part.ts';

const LONGEST_TEXT = 1000;
/** A value of more bytes is not made a text of before it is cut off. */
const MOST_TEXT_BYTES = 4096;

/** A value that is being read. */
interface Open {
  readonly schema: Schema;
  readonly path: string;
  readonly start: number;
  /** How many values inside it have begun. */
  inside: number;
  /** The branch or the key that was read last. */
  branch: number;
  key: string;
}

export class PayloadTrace {
  readonly parts: PayloadPart[] = [];
  untold = 0;
  /** Behind what was told last. */
  position = 0;
  readonly #root: Schema;
  readonly #payload: Buffer;
  readonly #choice: BranchChoice;
  readonly #most: number;
  readonly #open: Open[] = [];

  constructor(
    root: Schema,
    {
      payload,
      choice,
      mostParts,
    }: { readonly payload: Buffer; readonly choice: BranchChoice; readonly mostParts: number },
  ) {
    this.#root = root;
    this.#payload = payload;
    this.#choice = choice;
    this.#most = mostParts;
  }

  enter(start: number): void {
    const { schema, path } = this.#next();
    this.#open.push({ schema, path, start, inside: 0, branch: 0, key: '' });
    this.position = start;
  }

  leave(end: number): void {
    const value = this.#open.pop();
    this.position = end;
    if (value === undefined || hasParts(value.schema)) return;
    const { schema, path, start } = value;
    this.#add({ start, end, path, kind: 'value', type: typeWords(schema) }, () =>
      this.#text(schema, start, end),
    );
  }

  branch(index: number, start: number, end: number): void {
    const union = this.#open.at(-1);
    if (union?.schema.type !== 'union') return;
    union.branch = index;
    const branch = union.schema.branches[index];
    this.#add({ start, end, path: union.path, kind: 'branch', type: 'union' }, () =>
      branch === undefined ? '' : branchLabel(branch),
    );
  }

  /** `count` items follow. */
  block(count: number, start: number, end: number): void {
    const list = this.#open.at(-1);
    if (list === undefined) return;
    const type = list.schema.type;
    this.#add({ start, end, path: list.path, kind: 'block', type }, () => String(count));
  }

  key(key: string, start: number, end: number): void {
    const map = this.#open.at(-1);
    if (map === undefined) return;
    map.key = key;
    const path = keyPath(map.path, key);
    this.#add({ start, end, path, kind: 'key', type: 'map key' }, () => cut(JSON.stringify(key)));
  }

  /** Where reading stopped. */
  broken(): Pick<PayloadFailure, 'start' | 'path' | 'type'> {
    const last = this.#open.at(-1);
    if (last === undefined) return { start: this.position, path: '', type: typeWords(this.#root) };
    // Of what has parts some are told already.
    const start = hasParts(last.schema) ? this.position : last.start;
    return { start, path: last.path, type: typeWords(last.schema) };
  }

  #next(): { readonly schema: Schema; readonly path: string } {
    const around = this.#open.at(-1);
    if (around === undefined) return { schema: this.#root, path: '' };
    const { schema, path } = around;
    const index = around.inside++;
    switch (schema.type) {
      case 'array':
        return { schema: schema.items, path: `${path}[${index}]` };
      case 'map':
        return { schema: schema.values, path: keyPath(path, around.key) };
      case 'record':
        return fieldAt(schema, index, path);
      case 'union':
        return { schema: branchAt(schema, around.branch), path };
      case 'null':
      case 'boolean':
      case 'int':
      case 'long':
      case 'float':
      case 'double':
      case 'bytes':
      case 'string':
      case 'fixed':
      case 'enum':
        return { schema, path };
    }
  }

  #add(part: Omit<PayloadPart, 'text'>, text: () => string): void {
    this.position = part.end;
    if (this.parts.length < this.#most) this.parts.push({ ...part, text: text() });
    else this.untold++;
  }

  #text(schema: Schema, start: number, end: number): string {
    if (end - start > MOST_TEXT_BYTES) return this.#longText(schema, start, end);
    return cut(treeText(plainTree(this.#choice, schema, new ByteReader(this.#payload, start, end))));
  }

  /** The beginning, of what is cut off in any case. */
  #longText(schema: Schema, start: number, end: number): string {
    const datum = new ByteReader(this.#payload, start, end);
    // Only a fixed has no length before it.
    if (schema.type !== 'fixed') datum.readVarlong();
    const bytes = datum.readBytes(LONGEST_TEXT);
    return `${JSON.stringify(bytes.toString(schema.type === 'string' ? 'utf8' : 'latin1')).slice(0, -1)}…`;
  }
}

/** 'timestamp-millis (long)', 'com.acme.Kind (enum)', 'int'. */
export function typeWords(schema: Schema): string {
  const logical = 'logical' in schema ? schema.logical : null;
  if (logical !== null) {
    const shape =
      logical.name === 'decimal' ? `decimal(${logical.precision}, ${logical.scale})` : logical.name;
    return `${shape} (${schema.type})`;
  }
  return 'fullName' in schema ? `${schema.fullName} (${schema.type})` : schema.type;
}

function hasParts({ type }: Schema): boolean {
  return type === 'record' || type === 'array' || type === 'map' || type === 'union';
}

function fieldAt(record: RecordSchema, index: number, path: string): { schema: Schema; path: string } {
  const field = record.fields[index];
  return field === undefined
    ? { schema: record, path }
    : { schema: field.schema, path: memberPath(path, field.name) };
}

function branchAt(union: UnionSchema, index: number): Schema {
  return union.branches[index] ?? union;
}

function keyPath(path: string, key: string): string {
  return `${path}[${cut(JSON.stringify(key))}]`;
}

function cut(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
}
