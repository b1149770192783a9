/**
 * A schema text as the registry stores and answers it: parsed and printed again, in Java Avro's layout.
 *
 * Whitespace goes, `{"type":"string"}` becomes `"string"`, names are printed as name and namespace (the
 * namespace only where it differs from the enclosing one), referenced types stay names, properties that
 * Avro does not know are kept. Equal schemas so get equal texts, and equal ids. Works on the text of a
 * schema that was parsed before; checks nothing (Avro specification, "Schema Declaration").
 */
type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
type JsonObject = { readonly [name: string]: Json };

const primitives = new Set(['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string']);

/** Members in the order they are printed; everything else follows between them and `aliases`. */
const layouts: Readonly<Record<string, readonly string[]>> = {
  record: ['type', 'name', 'namespace', 'doc', 'fields'],
  error: ['type', 'name', 'namespace', 'doc', 'fields'],
  enum: ['type', 'name', 'namespace', 'doc', 'symbols', 'default'],
  fixed: ['type', 'name', 'namespace', 'doc', 'size'],
  array: ['type', 'items'],
  map: ['type', 'values'],
};
const fieldLayout = ['name', 'type', 'doc', 'default', 'order', 'aliases'];

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function split(fullName: string): { name: string; namespace: string } {
  const dot = fullName.lastIndexOf('.');
  return { name: fullName.slice(dot + 1), namespace: dot < 0 ? '' : fullName.slice(0, dot) };
}

/** A mention of a named type: short where the enclosing namespace makes it so. */
function printMention(mention: string, enclosing: string): string {
  if (primitives.has(mention)) return mention;
  const { name, namespace } = split(mention);
  return namespace === enclosing && !primitives.has(name) ? name : mention;
}

function ordered(members: JsonObject, layout: readonly string[], last: readonly string[]): JsonObject {
  const names = Object.keys(members);
  const own = names.filter((name) => !layout.includes(name) && !last.includes(name));
  // Object.fromEntries defines own members, also one called __proto__.
  return Object.fromEntries(
    [...layout, ...own, ...last]
      .filter((name) => Object.hasOwn(members, name))
      .map((name) => [name, members[name] ?? null]),
  );
}

function printField(field: Json, enclosing: string): Json {
  if (!isObject(field)) return field;
  const { order, aliases, ...rest } = field;
  const kept: JsonObject = {
    ...rest,
    type: printType(field['type'] ?? null, enclosing),
    ...(order === undefined || order === 'ascending' ? {} : { order }),
    ...(isList(aliases) && aliases.length > 0 ? { aliases } : {}),
  };
  return ordered(kept, fieldLayout, []);
}

function printNamed(schema: JsonObject, kind: string, enclosing: string): Json {
  const written = String(schema['name']);
  const given = schema['namespace'];
  const own = written.includes('.')
    ? split(written)
    : { name: written, namespace: typeof given === 'string' ? given : enclosing };
  const { namespace: _namespace, aliases, ...rest } = schema;
  const fields = schema['fields'];
  const printed: JsonObject = {
    ...rest,
    name: own.name,
    ...(own.namespace === enclosing ? {} : { namespace: own.namespace }),
    ...(isList(fields) ? { fields: fields.map((field) => printField(field, own.namespace)) } : {}),
    ...(isList(aliases) && aliases.length > 0
      ? { aliases: aliases.map((alias) => printMention(String(alias), own.namespace)) }
      : {}),
  };
  return ordered(printed, layouts[kind] ?? [], ['aliases']);
}

function printType(schema: Json, enclosing: string): Json {
  if (typeof schema === 'string') return printMention(schema, enclosing);
  if (isList(schema)) return schema.map((branch) => printType(branch, enclosing));
  if (!isObject(schema)) return schema;
  const kind = schema['type'];
  if (typeof kind !== 'string') return printType(kind ?? null, enclosing);
  if (kind === 'array') {
    return ordered(
      { ...schema, items: printType(schema['items'] ?? null, enclosing) },
      layouts['array'] ?? [],
      [],
    );
  }
  if (kind === 'map') {
    return ordered(
      { ...schema, values: printType(schema['values'] ?? null, enclosing) },
      layouts['map'] ?? [],
      [],
    );
  }
  if (Object.hasOwn(layouts, kind)) return printNamed(schema, kind, enclosing);
  if (Object.keys(schema).length === 1 || !primitives.has(kind)) return printMention(kind, enclosing);
  return ordered(schema, ['type'], []);
}

/** The text the registry keeps for a valid Avro schema. */
export function printSchema(text: string): string {
  // JSON.parse gives JSON; the schema was parsed strictly before.
  return JSON.stringify(printType(JSON.parse(text) as Json, ''));
}
