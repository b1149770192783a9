/**
 * The option that says where the registry is, and the environment that says the same and who asks.
 *
 * Rows of commands take it from here: it loads nothing. registry-settings.ts reads all of it.
 */
import type { OptionRow } from '../command-row.ts';

export const registryOption: OptionRow = {
  flags: '--registry <url>',
  doc: 'the schema registry; OTTLA_REGISTRY_URL, or registry.url of ottla.yaml without it',
};

/** Variables of the environment. Secrets stand in these, or in the URL, and nowhere else. */
export const registryVariables = {
  url: 'OTTLA_REGISTRY_URL',
  /** `user:password`. */
  basicAuth: 'OTTLA_REGISTRY_BASIC_AUTH',
  /** A Bearer token. */
  token: 'OTTLA_REGISTRY_TOKEN',
} as const;
