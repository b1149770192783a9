/** Runs `ottla gen` for both versions of the contract, as a build script would. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';

const fileOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const OTTLA = fileOf('../../packages/cli/src/main.ts');

/** The types land in `generated/`, one folder a version, because both carry the same full name. */
export async function generateTypes(): Promise<void> {
  for (const version of ['v1', 'v2']) {
    const schema = fileOf(`../../schemas/customers/customer.${version}.avsc`);
    const out = fileOf(`./generated/${version}`);
    await promisify(execFile)(process.execPath, [
      OTTLA,
      'gen',
      schema,
      '--out',
      out,
      '--codecs',
      'interpreted',
      '--import-extension',
      '.ts',
    ]);
  }
}
