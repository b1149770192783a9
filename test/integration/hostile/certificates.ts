/**
 * Certificates made for one run: an authority, and what it has signed (X.509 v3, RFC 5280; ECDSA over P-256).
 *
 * Nothing touches a disk, and no key is kept in the repository.
 */
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import * as der from './der.ts';

export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

export interface Certificates {
  /** The authority's certificate. */
  readonly ca: string;
  /** For localhost and 127.0.0.1. */
  readonly server: KeyPair;
  /** For registry.example and no other name. */
  readonly otherName: KeyPair;
  /** Expired, for localhost and 127.0.0.1. */
  readonly expired: KeyPair;
  readonly client: KeyPair;
  /** The client's key, encrypted. */
  readonly encryptedKey: string;
}

export const PASSPHRASE = 'open-sesame';

const DAY_MS = 86_400_000;

// Names of RFC 5280, 5480 and 5758.
const COMMON_NAME = der.identifier('550403');
const BASIC_CONSTRAINTS = der.identifier('551d13');
const SUBJECT_ALTERNATIVE_NAME = der.identifier('551d11');
const SUBJECT_KEY = der.identifier('551d0e');
const AUTHORITY_KEY = der.identifier('551d23');
const EXTENDED_KEY_USAGE = der.identifier('551d25');
const CLIENT_AUTHENTICATION = der.identifier('2b06010505070302');
const ECDSA_WITH_SHA256 = der.sequence(der.identifier('2a8648ce3d040302'));

const AN_AUTHORITY = der.sequence(BASIC_CONSTRAINTS, der.yes, der.octets(der.sequence(der.yes)));
const A_CLIENT = der.sequence(EXTENDED_KEY_USAGE, der.octets(der.sequence(CLIENT_AUTHENTICATION)));

/** A server of these names and addresses (IPv4). */
function serverNamed(names: readonly string[], addresses: readonly string[] = []): der.Der {
  const all = [
    ...names.map((name) => der.implicit(2, Buffer.from(name))),
    ...addresses.map((address) => der.implicit(7, Buffer.from(address.split('.').map(Number)))),
  ];
  return der.sequence(SUBJECT_ALTERNATIVE_NAME, der.octets(der.sequence(...all)));
}

interface Identity {
  readonly name: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const identity = (name: string): Identity => ({
  name,
  ...generateKeyPairSync('ec', { namedCurve: 'P-256' }),
});
const nameOf = ({ name }: Identity): der.Der =>
  der.sequence(der.set(der.sequence(COMMON_NAME, der.text(name))));

const spki = ({ publicKey }: Identity): Buffer => publicKey.export({ type: 'spki', format: 'der' });

/** Tells two authorities of one name apart. RFC 7093, section 2, method 4. */
const keyId = (whose: Identity): Buffer => createHash('sha256').update(spki(whose)).digest().subarray(0, 20);

const keysOf = (subject: Identity, issuer: Identity): readonly der.Der[] => [
  der.sequence(SUBJECT_KEY, der.octets(der.octets(keyId(subject)))),
  der.sequence(AUTHORITY_KEY, der.octets(der.sequence(der.implicit(0, keyId(issuer))))),
];

let serial = 0;

/** In PEM. It begins three days ago and ends after `days` from now. */
function certificate(
  subject: Identity,
  issuer: Identity,
  { extension, days }: { readonly extension: der.Der; readonly days: number },
): string {
  const now = Date.now();
  const content = der.sequence(
    der.explicit(0, der.integer(2)),
    der.integer(++serial),
    ECDSA_WITH_SHA256,
    nameOf(issuer),
    der.sequence(der.utcTime(new Date(now - 3 * DAY_MS)), der.utcTime(new Date(now + days * DAY_MS))),
    nameOf(subject),
    spki(subject),
    der.explicit(3, der.sequence(extension, ...keysOf(subject, issuer))),
  );
  const whole = der.sequence(
    content,
    ECDSA_WITH_SHA256,
    der.bits(sign('sha256', content, issuer.privateKey)),
  );
  const lines = whole.toString('base64').replaceAll(/.{64}(?=.)/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

/** In PEM, encrypted when there is a passphrase. */
function keyOf({ privateKey }: Identity, passphrase?: string): string {
  const lock = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase };
  return privateKey.export({ type: 'pkcs8', format: 'pem', ...lock }).toString();
}

export function makeCertificates(): Certificates {
  const authority = identity('Ottla test authority');
  const signed = (subject: Identity, extension: der.Der, days = 2): KeyPair => ({
    cert: certificate(subject, authority, { extension, days }),
    key: keyOf(subject),
  });
  const here = serverNamed(['localhost'], ['127.0.0.1']);
  const client = identity('client');
  return {
    ca: certificate(authority, authority, { extension: AN_AUTHORITY, days: 2 }),
    server: signed(identity('server'), here),
    otherName: signed(identity('other'), serverNamed(['registry.example'])),
    expired: signed(identity('expired'), here, -1),
    client: signed(client, A_CLIENT),
    encryptedKey: keyOf(client, PASSPHRASE),
  };
}
