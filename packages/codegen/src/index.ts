/**
 * TypeScript modules from Avro schemas. Pure: texts in, texts out.
 *
 * Lists the public API; owns nothing.
 */
export { generate } from './generate.ts';
export type { GeneratedFile } from './generation-run.ts';
export type { SchemaInput } from './symbol-table.ts';
export type {
  CodecStyle,
  EnumStyle,
  GenerateOptions,
  ImportExtension,
  Layout,
  TopicTypes,
} from './generate-options.ts';
export { checkGenerated, isUpToDate, type GeneratedState } from './generated-header.ts';
export { Generator } from './generator.ts';
export type { CodecImport, CodecImports } from './codec-imports.ts';
