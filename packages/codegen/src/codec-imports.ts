/**
 * Where the codecs are found that choices name: as given in the options of `generate`.
 *
 * A codec is code of the user's; generated modules import its class and its constant, and hold the constant to
 * the plain form of what it stands for.
 */
import { ConfigError, isObject, nearestName } from '@ottla/kernel';
import type { RepresentationChoice, RepresentationChoices } from '@ottla/schema';
import { isIdentifier } from './identifier.ts';
import { byCodeUnits } from './code-unit-order.ts';

/** Where one codec is found. */
export interface CodecImport {
  /** A package, or a path from the output folder that begins with './' or '../'. */
  readonly import: string;
  /** The type of the values, as exported there. */
  readonly type: string;
  /** The codec, a ValueCodec, as exported there. */
  readonly codec: string;
}

/** By the names that choices call them by. */
export type CodecImports = Readonly<Record<string, CodecImport>>;

export function isCodecImports(value: unknown): value is CodecImports {
  return isObject(value) && Object.values(value).every(isCodecImport);
}

function isCodecImport(value: unknown): value is CodecImport {
  if (!isObject(value) || Object.keys(value).length !== 3) return false;
  const { import: specifier, type, codec } = value;
  return typeof specifier === 'string' && specifier !== '' && isName(type) && isName(codec);
}

/** What can be imported by its name. */
function isName(value: unknown): boolean {
  return typeof value === 'string' && isIdentifier(value);
}

/** Throws ConfigError `CODEC_MISSING` for a codec that is chosen and not given. */
export function refuseMissingCodecs(choices: RepresentationChoices, codecs: CodecImports): void {
  const { overrides = {}, ...forRun } = choices;
  const chosen = [forRun, ...Object.values(overrides)].flatMap(codecsIn);
  const missing = chosen.toSorted(byCodeUnits).find((name) => !Object.hasOwn(codecs, name));
  if (missing === undefined) return;
  const nearest = nearestName(missing, Object.keys(codecs));
  const remedy =
    nearest === undefined
      ? "say where it is: valueCodecs: { Money: { import: './money.js', type: 'Money', codec: 'moneyCodec' } }"
      : `did you mean '${nearest}'?`;
  throw new ConfigError(
    `choices name the codec '${missing}', which is not among valueCodecs; ${remedy}`,
    'CODEC_MISSING',
  );
}

function codecsIn(choice: RepresentationChoice): readonly string[] {
  return Object.values(choice).flatMap((form) => (typeof form === 'object' ? [form.codec] : []));
}

/**
 * How the module at this path imports from there.
 * @example
 * codecSpecifier('./money.js', 'com/acme/order.ts'); // '../../money.js'
 */
export function codecSpecifier(specifier: string, from: string): string {
  const up = '../'.repeat(from.split('/').length - 1);
  if (up === '' || !/^\.\.?\//.test(specifier)) return specifier;
  return up + specifier.replace(/^\.\//, '');
}
