/**
 * Whether the defaults of fields fit their types.
 *
 * Runs when all types are complete. A default of a union may fit any branch (Avro ≥ 1.12). Verdicts are
 * remembered per type and value, so that unions of similar records stay cheap. A default that leans on
 * itself (a record's default whose missing fields lead back to it) would never end and is refused.
 * Source: Avro 1.12 specification, "Complex Types", the table of field default values.
 */
import { nodeKindText, type JsonNode } from '../json/json-node.ts';
import type { EnumSchema, Field, RecordSchema, Schema } from '../schema.ts';
import { SchemaError, quoted } from '../schema-error.ts';
import type { PendingDefault } from './schema-builder.ts';

const INTEGER = /^-?\d+$/;
/** An int64 has at most 19 digits and a sign. */
const LONGEST_INTEGER = 20;
const NON_FINITE: ReadonlySet<string> = new Set(['NaN', 'Infinity', '-Infinity']);

export class DefaultChecker {
  readonly #verdicts = new Map<JsonNode, Map<Schema, boolean>>();
  readonly #symbols = new Map<EnumSchema, ReadonlySet<string>>();
  readonly #recordFields = new Map<RecordSchema, RecordFields>();
  readonly #byField: ReadonlyMap<Field, PendingDefault>;
  /** Defaults whose ends were looked for. */
  readonly #walked = new Set<PendingDefault>();
  /** Of these, the ones whose ends were found. */
  readonly #ended = new Set<PendingDefault>();

  /** `pending`: all defaults that may lean on each other. */
  constructor(pending: readonly PendingDefault[]) {
    this.#byField = new Map(pending.filter(mayLean).map((each) => [each.field, each]));
  }

  /** Throws SchemaError `DEFAULT_INVALID` or `DEFAULT_ENDLESS` for the first of these that does not do. */
  check(pending: readonly PendingDefault[]): void {
    for (const { field, record, node } of pending) {
      if (this.fits(field.schema, node)) continue;
      const wrong = this.#misfit(field.schema, node);
      const message = `the default of ${quoted(`${record}.${field.name}`)} must be ${expectedText(wrong.schema)}, found ${foundText(wrong.node)}`;
      throw new SchemaError(message, 'DEFAULT_INVALID', wrong.node.position);
    }
    for (const start of pending) {
      if (mayLean(start)) this.#refuseEndless(start);
    }
  }

  fits(schema: Schema, node: JsonNode): boolean {
    switch (schema.type) {
      case 'record':
      case 'array':
      case 'map':
      case 'union':
        return this.#remembered(schema, node);
      case 'enum':
        return node.kind === 'string' && this.#symbolsOf(schema).has(node.value);
      case 'fixed':
        return node.kind === 'string' && node.value.length === schema.size && isLatin1(node.value);
      case 'null':
        return node.kind === 'null';
      case 'boolean':
        return node.kind === 'true' || node.kind === 'false';
      case 'int':
        return isInteger(node, 32);
      case 'long':
        return isInteger(node, 64);
      case 'float':
      case 'double':
        return node.kind === 'number' || (node.kind === 'string' && NON_FINITE.has(node.value));
      case 'bytes':
        return node.kind === 'string' && isLatin1(node.value);
      case 'string':
        return node.kind === 'string';
    }
  }

  #symbolsOf(schema: EnumSchema): ReadonlySet<string> {
    const symbols = this.#symbols.get(schema) ?? new Set(schema.symbols);
    this.#symbols.set(schema, symbols);
    return symbols;
  }

  #remembered(schema: Schema, node: JsonNode): boolean {
    // Other values fit or not at a glance.
    if (node.kind !== 'array' && node.kind !== 'object') return this.#fitsParts(schema, node);
    const verdicts = this.#verdicts.get(node) ?? new Map<Schema, boolean>();
    this.#verdicts.set(node, verdicts);
    const known = verdicts.get(schema);
    if (known !== undefined) return known;
    const verdict = this.#fitsParts(schema, node);
    verdicts.set(schema, verdict);
    return verdict;
  }

  #fitsParts(schema: Schema, node: JsonNode): boolean {
    if (schema.type === 'union') return schema.branches.some((branch) => this.fits(branch, node));
    return this.#parts(schema, node).every(
      (part) => part.schema !== null && this.fits(part.schema, part.node),
    );
  }

  /** What must fit what for a value to fit; a null schema never fits. As many as the value has, not the type. */
  #parts(schema: Schema, node: JsonNode): Part[] {
    if (schema.type === 'array' && node.kind === 'array') {
      return node.items.map((item) => ({ schema: schema.items, node: item }));
    }
    if (schema.type === 'map' && node.kind === 'object') {
      return [...node.members.values()].map((member) => ({ schema: schema.values, node: member.value }));
    }
    if (schema.type === 'record' && node.kind === 'object') {
      const { byName, required } = this.#fieldsOf(schema);
      if (required.length > node.members.size || !required.every((name) => node.members.has(name))) {
        return [{ schema: null, node }];
      }
      const parts: Part[] = [];
      node.members.forEach(({ value }, name) => {
        const field = byName.get(name);
        if (field !== undefined) parts.push({ schema: field.schema, node: value });
      });
      return parts;
    }
    return schema.type === 'union' ? [] : [{ schema: null, node }];
  }

  #fieldsOf(record: RecordSchema): RecordFields {
    const known = this.#recordFields.get(record);
    if (known !== undefined) return known;
    const fields = {
      byName: new Map(record.fields.map((field) => [field.name, field])),
      required: record.fields.filter((field) => !field.hasDefault).map((field) => field.name),
      notEnded: record.fields.flatMap((field) => this.#byField.get(field) ?? []),
    };
    this.#recordFields.set(record, fields);
    return fields;
  }

  /** The innermost value that does not fit, and the type it should have. */
  #misfit(schema: Schema, node: JsonNode): { schema: Schema; node: JsonNode } {
    if (schema.type !== 'record' && schema.type !== 'array' && schema.type !== 'map') return { schema, node };
    for (const part of this.#parts(schema, node)) {
      if (part.schema === null) return { schema, node };
      if (!this.fits(part.schema, part.node)) return this.#misfit(part.schema, part.node);
    }
    return { schema, node };
  }

  /** Walks from a default to the defaults it leans on; meeting one that is still open is a circle. */
  #refuseEndless(start: PendingDefault): void {
    if (this.#walked.has(start)) return;
    const path: Step[] = [];
    const open = new Set<PendingDefault>();
    const enter = (at: PendingDefault): void => {
      this.#walked.add(at);
      open.add(at);
      path.push({ at, next: this.#leanedOn(at.field.schema, at.node) });
    };
    enter(start);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next = top.next.pop();
      if (next === undefined) {
        this.#ended.add(top.at);
        open.delete(top.at);
        path.pop();
      } else if (!this.#walked.has(next)) {
        enter(next);
      } else if (open.has(next)) {
        const message = `the default of ${quoted(`${next.record}.${next.field.name}`)} leads back to itself and never ends; write the fields it leaves out`;
        throw new SchemaError(message, 'DEFAULT_ENDLESS', next.node.position);
      }
    }
  }

  /** The defaults that fill what this default leaves out, but for those known to end. */
  #leanedOn(schema: Schema, node: JsonNode): PendingDefault[] {
    const found: PendingDefault[] = [];
    const waiting: [Schema, JsonNode][] = [[schema, node]];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [type, value] = next;
      if (type.type === 'union') {
        const branch = type.branches.find((each) => this.fits(each, value));
        if (branch !== undefined) waiting.push([branch, value]);
        continue;
      }
      if (type.type === 'record' && value.kind === 'object') {
        for (const each of this.#notEnded(type)) {
          if (!value.members.has(each.field.name)) found.push(each);
        }
      }
      for (const part of isContainer(type) ? this.#parts(type, value) : []) {
        if (part.schema !== null) waiting.push([part.schema, part.node]);
      }
    }
    return found;
  }

  /** Defaults of a record's fields; fewer from time to time, so that asking often costs little. */
  #notEnded(record: RecordSchema): readonly PendingDefault[] {
    const fields = this.#fieldsOf(record);
    fields.notEnded = fields.notEnded.filter((each) => !this.#ended.has(each));
    return fields.notEnded;
  }
}

/** A default on the way, and the defaults still to be followed from it. */
interface Step {
  readonly at: PendingDefault;
  readonly next: PendingDefault[];
}

/** Only objects leave fields out; a default without any leans on none. */
function mayLean({ node }: PendingDefault): boolean {
  return node.kind === 'object' || node.kind === 'array';
}

interface RecordFields {
  readonly byName: ReadonlyMap<string, Field>;
  /** Names of fields without a default. */
  readonly required: readonly string[];
  /** Defaults that may lean on others and are not known to end. */
  notEnded: readonly PendingDefault[];
}

function isContainer(schema: Schema): boolean {
  return schema.type === 'record' || schema.type === 'array' || schema.type === 'map';
}

function isInteger(node: JsonNode, bits: 32 | 64): boolean {
  if (node.kind !== 'number' || node.text.length > LONGEST_INTEGER || !INTEGER.test(node.text)) return false;
  const value = BigInt(node.text);
  return BigInt.asIntN(bits, value) === value;
}

/** What must fit for a value to fit; a null schema never does. */
interface Part {
  readonly schema: Schema | null;
  readonly node: JsonNode;
}

/** Bytes are written as code points 0 to 255, one for each byte. */
function isLatin1(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) > 0xff) return false;
  }
  return true;
}

function expectedText(schema: Schema): string {
  switch (schema.type) {
    case 'int':
      return 'an int (a whole number from -2147483648 to 2147483647)';
    case 'long':
      return 'a long (a whole number of 64 bits)';
    case 'float':
    case 'double':
      return `a ${schema.type} (a number)`;
    case 'null':
      return 'null';
    case 'boolean':
      return 'true or false';
    case 'bytes':
      return 'bytes (a string of code points 0 to 255)';
    case 'fixed':
      return `${schema.size} bytes (a string of ${schema.size} code points 0 to 255)`;
    case 'enum':
      return `a symbol of ${quoted(schema.fullName)}`;
    case 'record':
      return `an object with every field of ${quoted(schema.fullName)} that has no default`;
    case 'array':
      return 'an array';
    case 'map':
      return 'a map (an object)';
    case 'union':
      return `one of the union's types (${schema.branches.map((branch) => branch.type).join(', ')})`.slice(
        0,
        200,
      );
    case 'string':
      return 'a string';
  }
}

function foundText(node: JsonNode): string {
  if (node.kind === 'number') return quoted(node.text);
  return node.kind === 'string' ? `the string ${quoted(node.value)}` : nodeKindText(node);
}
