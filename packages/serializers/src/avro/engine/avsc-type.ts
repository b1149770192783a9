/**
 * The door to avsc: plans hand in a schema tree with conversions attached, and get a type that does the bytes.
 *
 * avsc walks values and bytes; a conversion sits on a node and turns our value into avsc's or back, so that a
 * node without one costs nothing. Invariants: names in the tree are ours (`T0`, `E1`…), never the user's, so
 * no name can meet a member of Object.prototype; options and registry are fresh for every type, since avsc
 * writes to both; defaults, aliases and logical types never reach avsc.
 */
import avsc from 'avsc';

export type AvscType = avsc.Type;

/** A value on its way between our shape and avsc's. */
export type Conversion = (value: unknown) => unknown;

export interface Conversions {
  readonly toAvsc?: Conversion | undefined;
  readonly fromAvsc?: Conversion | undefined;
  /** Told the name avsc gives the finished type: it decides by itself which unions it wraps. */
  readonly finished?: ((typeName: string) => void) | undefined;
}

/** A node as avsc parses it: a name, a union, a definition, or a finished type. */
export type AvscNode = string | readonly AvscNode[] | AvscDefinition | AvscType;

export interface AvscDefinition {
  readonly type: string;
  readonly [attribute: string]: unknown;
}

const CONVERTED = 'converted';

const untouched: Conversion = (value) => value;

class ConvertedType extends avsc.types.LogicalType {
  readonly #toAvsc: Conversion;
  readonly #fromAvsc: Conversion;

  constructor(node: avsc.Schema, options?: unknown) {
    super(node, options);
    // Only nodes made by `converted` carry this logical type, and those carry conversions.
    const { conversions } = node as unknown as { readonly conversions: Conversions };
    this.#toAvsc = conversions.toAvsc ?? untouched;
    this.#fromAvsc = conversions.fromAvsc ?? untouched;
    conversions.finished?.(this.underlyingType.typeName);
  }

  protected override _toValue(value: unknown): unknown {
    return this.#toAvsc(value);
  }

  protected override _fromValue(value: unknown): unknown {
    return this.#fromAvsc(value);
  }

  protected override _resolve(): undefined {
    return undefined;
  }
}

/** Attaches conversions. The node is a primitive, a definition or a union; never a reference, never a type. */
export function converted(node: AvscNode, conversions: Conversions): AvscNode {
  const attributes = { logicalType: CONVERTED, conversions };
  if (typeof node === 'string') return { type: node, ...attributes };
  if (isUnionNode(node)) return Object.assign([...node], attributes);
  return { ...(node as AvscDefinition), ...attributes };
}

function isUnionNode(node: AvscNode): node is readonly AvscNode[] {
  return Array.isArray(node);
}

export interface LongMethods {
  /** The varint of a value that `fits`; copied before the next call. */
  readonly write: (value: unknown) => Buffer;
  readonly read: (varint: Buffer) => unknown;
  readonly fits: (value: unknown) => boolean;
}

/** A long that avsc leaves to us, bytes and all: its own holds nothing beyond 2^53. */
export function customLong({ write, read, fits }: LongMethods): AvscType {
  const refuse = (): never => {
    throw new Error('longs are only written and read');
  };
  const methods = {
    toBuffer: write,
    fromBuffer: read,
    isValid: fits,
    fromJSON: refuse,
    toJSON: refuse,
    compare: refuse,
  };
  return avsc.types.LongType.__with(methods, true);
}

/**
 * Lets avsc make the type. `wrapUnions`: 'auto' wraps where avsc finds a union ambiguous, 'never' is for
 * reading, where each branch converts for itself.
 */
export function avscType(node: AvscNode, wrapUnions: 'auto' | 'always' | 'never'): AvscType {
  const named = new Map<string | symbol, AvscType>();
  const registry = unlistedRegistry(named);
  const logicalTypes = Object.assign(Object.create(null) as object, { [CONVERTED]: ConvertedType });
  // AvscNode is what avsc's parser accepts; its own typing knows no readonly arrays and no extra attributes.
  const type = avsc.Type.forSchema(node as unknown as avsc.Schema, {
    registry,
    logicalTypes,
    assertLogicalTypes: true,
    omitRecordMethods: true,
    wrapUnions,
  });
  for (const each of named.values()) makeRecordsPlain(each);
  return type;
}

/**
 * avsc copies its registry at every node with a conversion, for the case that making it fails, which is
 * quadratic in the number of types. This one answers for each name and lists none.
 */
function unlistedRegistry(named: Map<string | symbol, AvscType>): Record<string, AvscType> {
  return new Proxy<Record<string, AvscType>>(Object.create(null) as Record<string, AvscType>, {
    get: (_target, name) => named.get(name),
    set(_target, name, type: AvscType) {
      named.set(name, type);
      return true;
    },
  });
}

/** Records come out of avsc as instances of a generated constructor; with this prototype they are plain objects. */
function makeRecordsPlain(named: AvscType): void {
  const type = named instanceof avsc.types.LogicalType ? named.underlyingType : named;
  if (type instanceof avsc.types.RecordType) {
    // Typed as a class, it is a plain function whose prototype nobody else has seen yet.
    (type.recordConstructor as { prototype: object }).prototype = Object.prototype;
  }
}
