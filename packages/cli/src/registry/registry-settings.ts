/**
 * Where the registry is and who asks: of the options, the environment and ottla.yaml, in this order.
 *
 * Nothing here shows a secret: no message holds a credential, nor a URL with one. A list of URLs is the nodes
 * of one registry; on a command line and in the environment they are parted by commas.
 */
import { ConfigError } from '@ottla/kernel';
import { readEndpoint, RegistryClient, type RegistryAuth, type RegistryTls } from '@ottla/registry-client';
import { resolve } from 'node:path';
import { CliError } from '../cli-error.ts';
import type { Config } from '../config/read-config.ts';
import { EXIT } from '../exit-code.ts';
import { readDiskFile } from '../inputs/disk-tree.ts';
import { printable } from '../terminal.ts';
import type { Workplace } from '../workplace.ts';
import { registryVariables } from './registry-option.ts';

export type Environment = Workplace['environment'];

export interface RegistryOptions {
  readonly registry?: string;
}

type RegistryConfig = Pick<Config, 'registry' | 'folder' | 'file'>;

interface Address {
  readonly urls: readonly string[];
  /** Who said so, for messages. */
  readonly saidBy: string;
}

/**
 * A client that its caller closes. What it fails with is a RegistryError; the program turns it into exit 3,
 * or 2 for a subject that is not there. Throws CliError `REGISTRY_MISSING` and `REGISTRY_SETTING_INVALID`.
 * @example
 * await using registry = openRegistry(options, config, process.env);
 */
export function openRegistry(
  options: RegistryOptions,
  config: RegistryConfig,
  environment: Environment,
): RegistryClient {
  const address = addressOf(options, config, environment);
  const auth = authOf(environment);
  refuseTwoCredentials(address, auth);
  const tls = tlsOf(config);
  try {
    return new RegistryClient({
      url: address.urls,
      ...(auth === undefined ? {} : { auth: auth.auth }),
      ...(tls === undefined ? {} : { tls }),
    });
  } catch (error) {
    // Its messages name options of the library; only those of certificates are left to go wrong.
    if (!(error instanceof ConfigError)) throw error;
    throw invalidSetting(`the registry cannot be asked like this: ${error.message}`, undefined, error);
  }
}

/** Where the registry is, without credentials, for messages. */
export function shownRegistry(
  options: RegistryOptions,
  config: RegistryConfig,
  environment: Environment,
): string {
  const { urls } = addressOf(options, config, environment);
  return printable(urls.map((url) => readEndpoint(url).shown).join(', '));
}

function addressOf(options: RegistryOptions, config: RegistryConfig, environment: Environment): Address {
  const given = [
    { urls: listed(options.registry), saidBy: '--registry' },
    { urls: listed(environment[registryVariables.url]), saidBy: registryVariables.url },
    { urls: config.registry.url, saidBy: `registry.url of ${printable(config.file ?? 'ottla.yaml')}` },
  ].find(({ urls }) => urls.length > 0);
  if (given === undefined) {
    throw new CliError('no schema registry is named', {
      code: 'REGISTRY_MISSING',
      exitCode: EXIT.usage,
      remedy: `Give --registry URL, or set ${registryVariables.url}, or write registry: { url: URL } into ottla.yaml.`,
    });
  }
  for (const url of given.urls) refuseUnfit(url, given.saidBy);
  return given;
}

/** A comma may stand in a password, so only one before the next URL parts them. */
function listed(text: string | undefined): readonly string[] {
  return (text ?? '')
    .trim()
    .split(/\s*,\s*(?=[A-Za-z][A-Za-z0-9+.-]*:\/\/)/)
    .filter((url) => url !== '');
}

function refuseUnfit(url: string, saidBy: string): void {
  try {
    readEndpoint(url);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    // The text is not shown: of what is no URL nobody knows where its password ends.
    throw invalidSetting(
      `${saidBy} must be an http or https URL without a query, such as http://localhost:8081`,
      undefined,
      error,
    );
  }
}

interface Credentials {
  readonly auth: RegistryAuth;
  readonly saidBy: string;
}

function authOf(environment: Environment): Credentials | undefined {
  const { basicAuth, token } = registryVariables;
  const basic = environment[basicAuth] ?? '';
  const bearer = environment[token] ?? '';
  if (basic !== '' && bearer !== '') {
    throw invalidSetting(`both ${basicAuth} and ${token} are set`, 'Keep one of them.');
  }
  if (bearer !== '') {
    if (!/^[!-~]+$/.test(bearer)) {
      throw invalidSetting(`${token} holds white space or characters that no token has`);
    }
    return { auth: { token: bearer }, saidBy: token };
  }
  if (basic === '') return undefined;
  const colon = basic.indexOf(':');
  if (colon <= 0) throw invalidSetting(`${basicAuth} must be user:password`);
  const auth = { username: basic.slice(0, colon), password: basic.slice(colon + 1) };
  return { auth, saidBy: basicAuth };
}

function refuseTwoCredentials({ urls, saidBy }: Address, auth: Credentials | undefined): void {
  const double = urls.map(readEndpoint).find(({ credentials }) => credentials !== undefined);
  if (auth === undefined || double === undefined) return;
  throw invalidSetting(
    `${auth.saidBy} is set, and ${saidBy} holds credentials for ${printable(double.shown)}`,
    'Keep one of them.',
  );
}

function tlsOf({ registry: { tls }, folder }: RegistryConfig): RegistryTls | undefined {
  const read = Object.entries(tls).flatMap(([name, file]) =>
    file === null ? [] : [[name, readDiskFile(resolve(folder, file), file)] as const],
  );
  return read.length === 0 ? undefined : Object.fromEntries(read);
}

function invalidSetting(message: string, remedy?: string, cause?: unknown): CliError {
  return new CliError(message, {
    code: 'REGISTRY_SETTING_INVALID',
    exitCode: EXIT.usage,
    ...(remedy === undefined ? {} : { remedy }),
    cause,
  });
}
