/**
 * What the inferred record is called: as asked, or after the first file. Throws CliError for what is no name.
 */
import { basename } from 'node:path';
import { parseSchema, SchemaError } from '@ottla/schema';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-code.ts';
import { printable } from '../terminal.ts';
import { pascalCase } from './type-names.ts';

const UNNAMED = 'Record';

export interface NameOptions {
  readonly name?: string;
  readonly namespace?: string;
}

/**
 * The full name.
 * @example
 * schemaName({ namespace: 'com.acme' }, 'logs/order-lines.2026.jsonl'); // 'com.acme.OrderLines'
 */
export function schemaName({ name, namespace = '' }: NameOptions, file: string | undefined): string {
  if (name?.includes('.') === true && namespace !== '') {
    throw invalidName(`--name ${name} has a namespace already, and --namespace ${namespace} another`);
  }
  const simple = name ?? nameOfFile(file ?? '');
  const fullName = namespace === '' ? simple : `${namespace}.${simple}`;
  try {
    parseSchema(JSON.stringify({ type: 'record', name: fullName, fields: [] }));
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    const what = name === undefined ? '--namespace' : '--name';
    throw invalidName(`${what} ${namespace === '' ? fullName : namespace} makes no name of Avro`);
  }
  return fullName;
}

function nameOfFile(file: string): string {
  const [stem = ''] = basename(file).split('.', 1);
  const name = pascalCase(stem).replace(/^\d+/, '');
  return name === '' ? UNNAMED : name.charAt(0).toUpperCase() + name.slice(1);
}

function invalidName(message: string): CliError {
  return new CliError(printable(message), {
    code: 'NAME_INVALID',
    exitCode: EXIT.usage,
    remedy: 'Names are letters, digits and _, joined by dots: --name com.acme.Customer.',
  });
}
