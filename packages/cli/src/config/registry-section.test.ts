import { describe, expect, it } from 'vitest';
import { CliError } from '../cli-error.ts';
import { parseConfig } from './read-config.ts';

const parse = (registry: string): ReturnType<typeof parseConfig> =>
  parseConfig('ottla.yaml', `version: 1\nregistry: ${registry}\n`);

/** All a person would see of the refusal. */
function refusal(registry: string): string {
  try {
    parse(registry);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return [error.message, ...error.excerpt].join('\n');
  }
  return '';
}

describe('the section registry', () => {
  it.each([
    ['{ url: http://localhost:8081 }', ['http://localhost:8081']],
    [
      '{ url: [http://one:8081, HTTPS://two/apis/ccompat/v7] }',
      ['http://one:8081', 'HTTPS://two/apis/ccompat/v7'],
    ],
  ])('reads %s', (text, urls) => {
    expect(parse(text).registry.url).toEqual(urls);
  });

  it.each([
    ['{ url: localhost:8081 }', 'this must be an http or https URL'],
    ['{ urls: http://localhost:8081 }', "unknown key 'urls'; did you mean 'url'?"],
    ['{ versions: newest }', 'one of latest, all'],
    ['{ out: ../elsewhere }', 'the folder must lie below that of this file'],
    ['{ out: /etc }', 'the folder must lie below that of this file'],
    ['{ out: C:\\schemas }', "written with '/', and without a drive"],
    ["{ tls: { ca: '' } }", 'the path of a PEM file'],
    ['{ tls: { passphrase: x } }', "unknown key 'passphrase'"],
  ])('refuses %s', (text, message) => {
    expect(refusal(text)).toContain(message);
  });

  it.each([
    ['beside a mistyped key', '{ url: "https://ada:sesame@host:8081", urll: x }'],
    ['in the place of the section', 'https://ada:sesame@host:8081'],
    ['in a text so long that it is cut', `https://ada:sesame${'e'.repeat(60)}@host:8081`],
    ['with a scheme that is none', '{ url: "htp://ada:sesame@host" }'],
    ['in the wrong place', '{ versions: "https://ada:sesame@host" }'],
  ])('shows no password %s', (_where, text) => {
    expect(refusal(text)).toContain('ottla.yaml:2:');
    expect(refusal(text)).not.toContain('sesame');
    expect(refusal(text)).not.toContain('ada');
  });
});
