/**
 * Certificates made for one run by the openssl program: an authority, and what it has signed.
 *
 * Files live in a temporary folder that is gone when `makeCertificates` returns; only PEM texts are given.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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

class Workshop {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  run(...words: string[]): void {
    execFileSync('openssl', words, { cwd: this.#folder, stdio: 'pipe' });
  }

  read(file: string): string {
    return readFileSync(join(this.#folder, file), 'utf8');
  }

  key(name: string): void {
    this.run('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', `${name}.key`);
  }

  authority(): void {
    this.key('ca');
    const subject = ['-subj', '/CN=Ottla test authority'];
    this.run('req', '-x509', '-new', '-key', 'ca.key', '-days', '2', '-out', 'ca.crt', ...subject);
  }

  signed(name: string, extensions: string, days = 2): KeyPair {
    this.key(name);
    this.run('req', '-new', '-key', `${name}.key`, '-subj', `/CN=${name}`, '-out', `${name}.csr`);
    writeFileSync(join(this.#folder, `${name}.ext`), extensions);
    const authority = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial'];
    const files = ['-in', `${name}.csr`, '-out', `${name}.crt`, '-extfile', `${name}.ext`];
    this.run('x509', '-req', ...authority, ...files, '-days', `${days}`);
    return { cert: this.read(`${name}.crt`), key: this.read(`${name}.key`) };
  }
}

export function makeCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), 'ottla-certificates-'));
  try {
    const workshop = new Workshop(folder);
    workshop.authority();
    const here = 'subjectAltName=DNS:localhost,IP:127.0.0.1';
    const client = workshop.signed('client', 'extendedKeyUsage=clientAuth');
    const encrypt = ['-aes-256-cbc', '-passout', `pass:${PASSPHRASE}`];
    workshop.run('pkey', '-in', 'client.key', '-out', 'client.enc', ...encrypt);
    return {
      ca: workshop.read('ca.crt'),
      server: workshop.signed('server', here),
      otherName: workshop.signed('other', 'subjectAltName=DNS:registry.example'),
      expired: workshop.signed('expired', here, -1),
      client,
      encryptedKey: workshop.read('client.enc'),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
