import { EmbeddedRegistry } from '@ottla/embedded';
import { describe, expect, it } from 'vitest';
import { CliError } from '../cli-error.ts';
import { parseConfig } from '../config/read-config.ts';
import { openRegistry, type Environment } from './registry-settings.ts';

const configOf = (registry: string): Parameters<typeof openRegistry>[1] => ({
  ...parseConfig('ottla.yaml', `version: 1\nregistry: ${registry}\n`),
  folder: import.meta.dirname,
  file: 'ottla.yaml',
});
const NO_CONFIG = configOf('{}');

/** What a registry was sent by a client that was opened so. */
async function asked(
  said: { option?: (url: string) => string; config?: (url: string) => string; url?: (url: string) => string },
  environment: Environment = {},
): Promise<{ path: string; authorization: string | undefined }[]> {
  await using server = await EmbeddedRegistry.start();
  const seen: { path: string; authorization: string | undefined }[] = [];
  server.intercept(({ target, headers }) => {
    const { authorization } = headers;
    seen.push({ path: target, authorization: typeof authorization === 'string' ? authorization : undefined });
    return 'pass';
  });
  const { option, config, url } = said;
  await using registry = openRegistry(
    option === undefined ? {} : { registry: option(server.url) },
    config === undefined ? NO_CONFIG : configOf(`{ url: ${config(server.url)} }`),
    { ...environment, ...(url === undefined ? {} : { OTTLA_REGISTRY_URL: url(server.url) }) },
  );
  await registry.subjects();
  return seen;
}

const same = (url: string): string => url;
const nowhere = (): string => 'http://127.0.0.1:1';
const withUser = (url: string): string => url.replace('//', '//ada:sesame@');
const BASIC = `Basic ${Buffer.from('ada:open:sesame').toString('base64')}`;

describe('the registry that is asked', () => {
  it.each([
    ['the option before all else', { option: same, url: nowhere, config: nowhere }],
    ['the environment before the configuration', { url: same, config: nowhere }],
    ['the configuration', { config: same }],
    ['several in the configuration', { config: (url: string) => `[${nowhere()}, ${url}]` }],
    ['several in the environment', { url: (url: string) => ` ${nowhere()} , ${url} ` }],
  ])('is that of %s', async (_what, said) => {
    expect(await asked(said)).toEqual([{ path: '/subjects', authorization: undefined }]);
  });

  it.each<readonly [string, Environment, string]>([
    ['a user and a password with a colon', { OTTLA_REGISTRY_BASIC_AUTH: 'ada:open:sesame' }, BASIC],
    ['a token', { OTTLA_REGISTRY_TOKEN: 'abc.def' }, 'Bearer abc.def'],
    ['what is set but empty', { OTTLA_REGISTRY_TOKEN: 'abc', OTTLA_REGISTRY_BASIC_AUTH: '' }, 'Bearer abc'],
  ])('gets %s', async (_what, environment, authorization) => {
    expect(await asked({ option: same }, environment)).toEqual([{ path: '/subjects', authorization }]);
  });

  it('gets what stands in its URL', async () => {
    const authorization = `Basic ${Buffer.from('ada:sesame').toString('base64')}`;
    expect(await asked({ option: withUser })).toEqual([{ path: '/subjects', authorization }]);
  });
});

describe('what cannot be a registry', () => {
  it.each<readonly [string, string | undefined, string, Environment, string]>([
    ['nothing', undefined, '{}', {}, 'no schema registry is named'],
    ['an empty variable', undefined, '{}', { OTTLA_REGISTRY_URL: ' ' }, 'no schema registry is named'],
    ['a host', 'ada:sesame@localhost:8081', '{}', {}, '--registry must be an http or https URL'],
    ['no http', undefined, '{}', { OTTLA_REGISTRY_URL: 'ftp://ada:sesame@h' }, 'OTTLA_REGISTRY_URL must be'],
    [
      'a query',
      'http://h/?token=sesame',
      '{}',
      {},
      '--registry must be an http or https URL without a query',
    ],
    [
      'two credentials',
      'http://ada:sesame@h',
      '{}',
      { OTTLA_REGISTRY_TOKEN: 'sesame' },
      'OTTLA_REGISTRY_TOKEN is set, and --registry holds credentials for http://h',
    ],
    [
      'two more',
      'http://h',
      '{}',
      { OTTLA_REGISTRY_TOKEN: 'sesame', OTTLA_REGISTRY_BASIC_AUTH: 'ada:sesame' },
      'both OTTLA_REGISTRY_BASIC_AUTH and OTTLA_REGISTRY_TOKEN are set',
    ],
    ['no user', 'http://h', '{}', { OTTLA_REGISTRY_BASIC_AUTH: 'sesame' }, 'must be user:password'],
    ['a cut token', 'http://h', '{}', { OTTLA_REGISTRY_TOKEN: 'sesame\n' }, 'holds white space'],
    [
      'no certificate',
      'https://h',
      '{ tls: { ca: missing.pem } }',
      {},
      'cannot read missing.pem: no such file',
    ],
    [
      'a file that is no certificate',
      'https://h',
      '{ tls: { ca: registry-option.ts } }',
      {},
      'ca must be a certificate in PEM',
    ],
  ])('%s is refused, and no secret shown', (_what, option, config, environment, message) => {
    const open = (): unknown =>
      openRegistry(option === undefined ? {} : { registry: option }, configOf(config), environment);
    expect(open).toThrow(CliError);
    expect(open).toThrow(message);
    expect(open).not.toThrow('sesame');
    expect(open).toThrow(expect.objectContaining({ exitCode: 2 }));
  });

  it('is told how to name one', () => {
    expect(() => openRegistry({}, NO_CONFIG, {})).toThrow(
      expect.objectContaining({
        code: 'REGISTRY_MISSING',
        remedy:
          'Give --registry URL, or set OTTLA_REGISTRY_URL, or write registry: { url: URL } into ottla.yaml.',
      }),
    );
  });
});
