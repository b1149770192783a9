/**
 * A field of a message as it is declared: its type, the versions that carry it, what silence means.
 *
 * Fields are immutable; each method gives a new one. A field knows nothing of the fields beside it and does
 * no encoding: `struct` resolves a table of them for a version. Types stand here too, as each is defined by
 * the other: a field has a type, and an array or a struct is a type that holds fields.
 */
import { InvariantError } from '@ottla/kernel';
import type { Codec, WireVersion } from './codec.ts';

/** A type as declared. `Out` is what reading gives, `In` what writing takes. */
export interface WireType<Out, In = Out> {
  /** Kafka's name of the type, for error messages. */
  readonly name: string;
  /** What an array holds. For those who walk a table: tests, documentation. */
  readonly element?: AnyField;
  /** What a struct holds. */
  readonly table?: Fields;
  /** `nullable`: whether this version lets the value be null. */
  resolve(wire: WireVersion, nullable: boolean): Codec<Out, In>;
}

export type Presence = 'required' | 'optional';

export interface FieldVersions {
  /** First and last version that carry the field, inclusive. */
  readonly since: number;
  readonly until: number;
  /** First version in which null may stand for it; Infinity: never. */
  readonly nullableSince: number;
  /** Tag number, or -1 for a field in its fixed place. */
  readonly tag: number;
  /** Kafka marks such a field so: a version that does not carry it drops any value without complaint. */
  readonly ignorable: boolean;
}

const EVERY_VERSION: FieldVersions = {
  since: 0,
  until: Infinity,
  nullableSince: Infinity,
  tag: -1,
  ignorable: false,
};

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array)) {
    for (const part of Object.values(value)) deepFreeze(part);
    Object.freeze(value);
  }
  return value;
}

/** What a field is worth when the wire says nothing: `undefined` means that was never declared. */
interface Silence<Out> {
  readonly value: Out | undefined;
  /** True when the caller may leave the field out. */
  readonly onMissing: boolean;
}

export class Field<Out, In = Out, P extends Presence = 'required'> {
  readonly type: WireType<NonNullable<Out>, NonNullable<In>>;
  readonly versions: FieldVersions;
  readonly silence: Silence<Out>;
  /** Carried for the types only: whether a caller may leave the field out. */
  declare readonly presence: P;

  constructor(
    type: WireType<NonNullable<Out>, NonNullable<In>>,
    versions: FieldVersions = EVERY_VERSION,
    silence: Silence<Out> = { value: undefined, onMissing: false },
  ) {
    this.type = type;
    this.versions = versions;
    this.silence = silence;
  }

  #with(versions: Partial<FieldVersions>, silence: Silence<Out> = this.silence): Field<Out, In, P> {
    return new Field<Out, In, P>(this.type, { ...this.versions, ...versions }, silence);
  }

  /** Null may stand for the value, from this version on. */
  nullable(since = 0): Field<Out | null, In | null, P> {
    return new Field<Out | null, In | null, P>(
      this.type,
      { ...this.versions, nullableSince: since },
      this.silence,
    );
  }

  /** Carried from this version on. `silence` is what older versions mean by not carrying it. */
  since(version: number, silence?: Out): Field<Out, In, P> {
    return this.#with({ since: version }, this.#silenceOr(silence));
  }

  /** Carried up to this version. `silence` is what reading newer versions gives. */
  until(version: number, silence?: Out): Field<Out, In, P> {
    return this.#with({ until: version }, this.#silenceOr(silence));
  }

  #silenceOr(value: Out | undefined): Silence<Out> {
    if (value === undefined) return this.silence;
    return { value: deepFreeze(value), onMissing: this.silence.onMissing };
  }

  /** A caller may leave it out; this value is meant then, and in versions that do not carry it. */
  default(value: Out): Field<Out, In, 'optional'> {
    return new Field<Out, In, 'optional'>(this.type, this.versions, {
      value: deepFreeze(value),
      onMissing: true,
    });
  }

  /** Sent as a tagged field (KIP-482), and only when it differs from its default, which it must have. */
  tagged(tag: number, since: number): Field<Out, In, P> {
    return this.#with({ tag, since });
  }

  /** A version that does not carry the field drops its value instead of refusing it. */
  ignorable(): Field<Out, In, P> {
    return this.#with({ ignorable: true });
  }

  /** Whether a message of this version has a place for the field. */
  isCarriedBy(version: number): boolean {
    return version >= this.versions.since && version <= this.versions.until;
  }

  /** Fails at once for a declaration that could not be resolved for `version`. */
  check(name: string, version: number): void {
    const { versions, silence } = this;
    if (silence.value !== undefined) return;
    if (versions.tag >= 0) throw new InvariantError(`tagged field ${name} has no default`);
    if (!this.isCarriedBy(version)) {
      throw new InvariantError(`field ${name} does not say what its absence means in version ${version}`);
    }
  }
}

export type AnyField = Field<unknown, unknown, Presence>;

/** A table of fields in the order of the wire. */
export type Fields = Readonly<Record<string, AnyField>>;

/** What reading a table gives: every field, also those the version does not carry. */
export type Decoded<Table extends Fields> = {
  readonly [Name in keyof Table]: Table[Name] extends Field<infer Out, infer _In, infer _P> ? Out : never;
};

type OptionalName<Table extends Fields, Name extends keyof Table> =
  Table[Name] extends Field<infer _Out, infer _In, 'optional'> ? Name : never;
type RequiredName<Table extends Fields, Name extends keyof Table> =
  Table[Name] extends Field<infer _Out, infer _In, 'optional'> ? never : Name;
type InOf<F> = F extends Field<infer _Out, infer In, infer _P> ? In : never;

/** What writing a table takes: fields with a default may be left out. */
export type Encodable<Table extends Fields> = {
  readonly [Name in keyof Table as RequiredName<Table, Name>]: InOf<Table[Name]>;
} & {
  readonly [Name in keyof Table as OptionalName<Table, Name>]?: InOf<Table[Name]> | undefined;
};
