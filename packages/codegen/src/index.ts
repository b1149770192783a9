/**
 * TypeScript modules from Avro schemas. Pure: texts in, texts out.
 *
 * Lists the public API; owns nothing.
 */
export { generate, type GeneratedFile, type GenerateOptions, type SchemaInput } from './generate.ts';
export type { CodecImport, CodecImports } from './codec-imports.ts';
