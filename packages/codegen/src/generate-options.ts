/**
 * What `generate` can be told: the table of its options, with checks and defaults.
 *
 * Owns the words of the options and their meaning for a reader; leaves to plan and printers what they do. Choices
 * are checked against the schemas later, when these are parsed.
 */
import {
  ConfigError,
  isObject,
  kinds,
  resolveOptions,
  withDefault,
  type ResolvedOptions,
} from '@ottla/kernel';
import type { RepresentationChoices } from '@ottla/schema';
import { isCodecImports, type CodecImports } from './codec-imports.ts';

/** How types are spread over modules. */
export type Layout = 'type' | 'namespace' | 'single';

/** What an enum becomes. */
export type EnumStyle = 'union' | 'const' | 'enum';

/** What generated modules can do besides naming types. */
export type CodecStyle = 'interpreted' | 'compiled' | 'none';

/** How imports between generated modules end. */
export type ImportExtension = '.js' | '.ts' | 'none';

/** The schemas of one topic: full names of root types. */
export interface TopicTypes {
  readonly key?: string | undefined;
  readonly value?: string | undefined;
}

export interface GenerateOptions {
  /** 'type' (default): one module per named type; 'namespace': one per namespace; 'single': one for all. */
  readonly layout?: Layout | undefined;
  /** 'union' (default) of strings; 'const': that, and a frozen object of the same name; 'enum': a TypeScript enum of strings. */
  readonly enums?: EnumStyle | undefined;
  /** 'interpreted' (default): schema constants and serializers; 'compiled': with functions that write and read; 'none': types only. */
  readonly codecs?: CodecStyle | undefined;
  /** The extension in imports between generated modules: '.js' (default) for compiled code, '.ts' for Node's type stripping, 'none' for bundlers. */
  readonly importExtension?: ImportExtension | undefined;
  /** How values look in TypeScript; kept in the generated constants. */
  readonly choices?: RepresentationChoices | undefined;
  /** Where the codecs are found that the choices name. */
  readonly valueCodecs?: CodecImports | undefined;
  /** Schemas by topic: makes topics.ts. */
  readonly topics?: Readonly<Record<string, TopicTypes>> | undefined;
}

const optionTable = {
  layout: withDefault(
    kinds.oneOf('type', 'namespace', 'single'),
    'type',
    'One module per named type, per namespace, or for all.',
  ),
  enums: withDefault(kinds.oneOf('union', 'const', 'enum'), 'union', 'What an enum becomes.'),
  codecs: withDefault(
    kinds.oneOf('interpreted', 'compiled', 'none'),
    'interpreted',
    'What generated modules can do besides naming types.',
  ),
  importExtension: withDefault(
    kinds.oneOf('.js', '.ts', 'none'),
    '.js',
    'The extension in imports between generated modules.',
  ),
  choices: withDefault(
    // What is in it is refused in words of its own.
    kinds.of<RepresentationChoices>("an object such as { long: 'bigint', decimal: 'unscaled' }", isObject),
    {},
    'How values look in TypeScript; kept in the generated constants.',
  ),
  valueCodecs: withDefault(
    kinds.of<CodecImports>(
      "an object such as { Money: { import: './money.js', type: 'Money', codec: 'moneyCodec' } }",
      isCodecImports,
    ),
    {},
    'Where the codecs are found that the choices name.',
  ),
  topics: withDefault(
    kinds.of<Readonly<Record<string, TopicTypes>>>(
      "an object such as { customers: { value: 'com.acme.Customer' } }",
      isTopics,
    ),
    {},
    'Schemas by topic: makes topics.ts.',
  ),
};

function isTopics(value: unknown): value is Readonly<Record<string, TopicTypes>> {
  return isObject(value) && Object.values(value).every(isTopicTypes);
}

function isTopicTypes(value: unknown): value is TopicTypes {
  if (!isObject(value)) return false;
  return Object.entries(value).every(
    ([side, name]) =>
      (side === 'key' || side === 'value') &&
      (name === undefined || (typeof name === 'string' && name !== '')),
  );
}

/** With all defaults. */
export type ResolvedGenerateOptions = ResolvedOptions<typeof optionTable>;

/** Throws ConfigError for a caller without types, and for topics without the constants these are made of. */
export function resolveGenerateOptions(options: GenerateOptions): ResolvedGenerateOptions {
  const resolved = resolveOptions('generate', optionTable, options);
  if (resolved.codecs === 'none' && Object.keys(resolved.topics).length > 0) {
    throw new ConfigError(
      "topics need serializers, and codecs: 'none' makes types only; leave out topics, or take codecs: 'interpreted'",
      'OPTION_INVALID',
    );
  }
  return resolved;
}
