/**
 * Where ajv and its formats come from.
 *
 * Loaded when the first schema is compiled, so that programs which check nothing need neither; absent, the error says
 * how to get them.
 */
import { createRequire } from 'node:module';
import { ConfigError } from '@ottla/kernel';
import type { Ajv, Options } from 'ajv';
import type { Ajv2019 } from 'ajv/dist/2019.js';
import type { Ajv2020 } from 'ajv/dist/2020.js';

/** An instance of ajv's classes: Ajv, Ajv2019 or Ajv2020. */
export type AjvInstance = Ajv | Ajv2019 | Ajv2020;

type AjvClass = new (options: Options) => AjvInstance;

/** Which class a module of ajv exports, by its name there. */
const CLASSES = { ajv: 'Ajv', 'ajv/dist/2019.js': 'Ajv2019', 'ajv/dist/2020.js': 'Ajv2020' } as const;

const requireModule = createRequire(import.meta.url);

/** Throws ConfigError `PEER_MISSING` where ajv is not installed. */
export function ajvClass(module: keyof typeof CLASSES): AjvClass {
  const classes = load(module) as Readonly<Record<string, AjvClass>>; // by ajv's documentation
  const found = classes[CLASSES[module]];
  if (found === undefined) throw missing(undefined);
  return found;
}

/** Throws ConfigError `PEER_MISSING` where ajv-formats is not installed. */
export function addAjvFormats(ajv: AjvInstance): void {
  const { default: add } = load('ajv-formats') as { readonly default: (ajv: AjvInstance) => unknown }; // by its documentation
  add(ajv);
}

/** Throws ConfigError `PEER_MISSING`: told when a serializer is made, not with its first record. */
export function expectAjv(): void {
  ajvClass('ajv');
  load('ajv-formats');
}

function load(name: string): unknown {
  try {
    return requireModule(name);
  } catch (cause) {
    throw missing(cause);
  }
}

function missing(cause: unknown): ConfigError {
  const remedy =
    'checking values against a JSON Schema needs the packages ajv, 8.17 or later, and ajv-formats: npm install ajv ajv-formats; without checks, set validate: false';
  return new ConfigError(remedy, 'PEER_MISSING', cause);
}
