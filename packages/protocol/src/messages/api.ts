/**
 * How an API of Kafka is declared: `defineApi` and the types inferred from a declaration.
 *
 * One table per direction gives types, encoders and decoders of every version, for client and broker
 * alike. A version resolves once, at first use, and is kept with the API.
 */
import { InvariantError } from '@ottla/kernel';
import { UnsupportedVersionError } from '../errors/protocol-errors.ts';
import type { Decoded, Encodable, Fields } from '../wire/field.ts';
import { resolveStruct } from '../wire/struct.ts';
import type { Codec } from '../wire/codec.ts';

/** Inclusive. */
export interface VersionRange {
  readonly min: number;
  readonly max: number;
}

/** Both bodies of an API at one version. */
export interface ApiCodec {
  readonly flexible: boolean;
  readonly request: Codec<Record<string, unknown>>;
  readonly response: Codec<Record<string, unknown>>;
}

export interface Api<Request extends Fields = Fields, Response extends Fields = Fields> {
  /** The number on the wire. */
  readonly key: number;
  /** Kafka's name, such as `InitProducerId`. */
  readonly name: string;
  /** Every version there is a table for. */
  readonly versions: VersionRange;
  /** First version with compact lengths and tagged fields (KIP-482). */
  readonly flexibleSince: number;
  readonly request: Request;
  readonly response: Response;
  /** Resolves a version. Throws UnsupportedVersionError outside `versions`. */
  codec(version: number): ApiCodec;
}

/** The request body as decoding gives it: every field present. */
export type RequestOf<A> = A extends Api<infer Request, infer _Response> ? Decoded<Request> : never;
/** The response body as decoding gives it: every field present. */
export type ResponseOf<A> = A extends Api<infer _Request, infer Response> ? Decoded<Response> : never;
/** The request body as encoding takes it: fields with a default may be left out. A `RequestOf` fits. */
export type RequestInput<A> = A extends Api<infer Request, infer _Response> ? Encodable<Request> : never;
/** The response body as encoding takes it: fields with a default may be left out. A `ResponseOf` fits. */
export type ResponseInput<A> = A extends Api<infer _Request, infer Response> ? Encodable<Response> : never;

export interface ApiDeclaration<Request extends Fields, Response extends Fields> {
  readonly key: number;
  readonly name: string;
  /** Both ends, such as `'3-13'`. */
  readonly versions: `${number}-${number}`;
  /** The first flexible version, such as `'9+'`. */
  readonly flexible: `${number}+`;
  readonly request: Request;
  readonly response: Response;
}

function parseRange(text: string): VersionRange {
  const match = /^(\d+)-(\d+)$/.exec(text);
  if (match === null) throw new InvariantError(`'${text}' is no version range`);
  return { min: Number(match[1]), max: Number(match[2]) };
}

/**
 * Declares an API.
 * @example
 * const ping = defineApi({ key: 1000, name: 'Ping', versions: '0-1', flexible: '1+', request: {}, response: {} });
 * encodeRequest(ping, 0, { correlationId: 1, clientId: null }, {}).byteLength; // 14
 */
export function defineApi<Request extends Fields, Response extends Fields>(
  declaration: ApiDeclaration<Request, Response>,
): Api<Request, Response> {
  const { key, name, request, response } = declaration;
  const versions = parseRange(declaration.versions);
  const flexibleSince = Number.parseInt(declaration.flexible, 10);
  const resolved: (ApiCodec | undefined)[] = [];
  return {
    key,
    name,
    versions,
    flexibleSince,
    request,
    response,
    codec(version) {
      const known = resolved[version];
      if (known !== undefined) return known;
      if (!Number.isInteger(version) || version < versions.min || version > versions.max) {
        throw new UnsupportedVersionError(
          `${name} version ${version} is not spoken here; ${versions.min} to ${versions.max} are`,
          { key, version },
        );
      }
      const wire = { version, flexible: version >= flexibleSince };
      const codec: ApiCodec = {
        flexible: wire.flexible,
        request: resolveStruct(request, wire),
        response: resolveStruct(response, wire),
      };
      resolved[version] = codec;
      return codec;
    },
  };
}
