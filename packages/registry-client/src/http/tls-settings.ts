/**
 * The option `tls`: authorities, a client certificate, the name to expect. Checked before the first connection.
 *
 * Keys and passphrases are secrets: no message here holds one, nor the text of a certificate.
 */
import { kindOf, nearestName, printable } from '@ottla/kernel';
import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { createSecureContext } from 'node:tls';

/** PEM: one certificate or key, or several one after the other. */
export type Pem = string | Uint8Array;

export interface RegistryTls {
  /** Authorities to trust at the registry, in place of Node's. */
  readonly ca?: Pem | undefined;
  /** The client's certificate, with those between it and its authority. Needs `key`. */
  readonly cert?: Pem | undefined;
  /** Its private key. */
  readonly key?: Pem | undefined;
  /** Of the private key. */
  readonly passphrase?: string | undefined;
  /** The name to ask for (SNI) and to expect in the registry's certificate, in place of the host of its URL. */
  readonly servername?: string | undefined;
}

const pemMembers = ['ca', 'cert', 'key'] as const;
const textMembers = ['passphrase', 'servername'] as const;
const memberNames: readonly string[] = [...pemMembers, ...textMembers];

function memberProblem([name, part]: [string, unknown]): string | undefined {
  if (!memberNames.includes(name)) {
    const nearest = nearestName(name, memberNames);
    const remedy =
      nearest === undefined ? `known are ${memberNames.join(', ')}` : `did you mean '${nearest}'?`;
    return `unknown member '${name}'; ${remedy}`;
  }
  const isPem = (pemMembers as readonly string[]).includes(name);
  if ((typeof part === 'string' && part !== '') || (isPem && part instanceof Uint8Array)) return undefined;
  const expected = isPem ? 'PEM text, or a buffer of it' : 'a non-empty string';
  return `${name} must be ${expected}, got ${part === '' ? 'an empty string' : kindOf(part)}`;
}

function shapeProblem(tls: object): string | undefined {
  const given = Object.entries(tls).filter(([, part]) => part !== undefined);
  return given.map(memberProblem).find((problem) => problem !== undefined);
}

/** The members given, in the form that node:tls takes. */
export function tlsOptions({ ca, cert, key, passphrase, servername }: RegistryTls): {
  ca?: string;
  cert?: string;
  key?: string;
  passphrase?: string;
  servername?: string;
} {
  return {
    ...(ca === undefined ? {} : { ca: pemText(ca) }),
    ...(cert === undefined ? {} : { cert: pemText(cert) }),
    ...(key === undefined ? {} : { key: pemText(key) }),
    ...(passphrase === undefined ? {} : { passphrase }),
    ...(servername === undefined ? {} : { servername }),
  };
}

function pemText(pem: Pem): string {
  return typeof pem === 'string' ? pem : Buffer.from(pem).toString('latin1');
}

/** Each certificate of a PEM text. */
function certificatesOf(text: string): string[] {
  return text.match(/-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----[^-]*-----END [A-Z0-9 ]*-----/g) ?? [];
}

/** Why no connection can be made with these; undefined when one may. */
export function tlsProblem(tls: RegistryTls): string | undefined {
  const misshapen = shapeProblem(tls);
  if (misshapen !== undefined) return misshapen;
  const { servername, ...material } = tlsOptions(tls);
  for (const name of ['ca', 'cert'] as const) {
    const text = material[name];
    if (text !== undefined && certificatesOf(text).length === 0) {
      return `${name} must be a certificate in PEM, the text itself and not a path`;
    }
  }
  if (material.key !== undefined && !/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(material.key)) {
    return 'key must be a private key in PEM, the text itself and not a path';
  }
  if ((material.cert === undefined) !== (material.key === undefined)) return 'cert and key go together';
  if (servername !== undefined && isIP(servername) !== 0) return 'servername must be a name, not an address';
  try {
    // An authority that cannot be read is passed over by createSecureContext, and nobody would be trusted.
    for (const certificate of certificatesOf(material.ca ?? '')) new X509Certificate(certificate);
    createSecureContext(material);
  } catch (error) {
    const said = printable(error instanceof Error ? error.message : '');
    return `OpenSSL refuses them: ${said}; do cert and key belong together, and is the passphrase the key's?`;
  }
  return undefined;
}
