/**
 * How a generated file names the schema file it comes from.
 *
 * The name is the same on every machine and from every working folder, so that generated files are too. Pure.
 */
import { basename, dirname, relative, resolve, sep } from 'node:path';

/**
 * The way from the output folder to the schema, with '/'; the bare file name when they share nothing but the
 * root, for then the way there is one of this machine. Both paths are absolute.
 * @example
 * sourceName('/shop/src/generated', '/shop/schemas/order.avsc'); // '../../schemas/order.avsc'
 * sourceName('/one/generated', '/two/order.avsc'); // 'order.avsc'
 */
export function sourceName(outputFolder: string, schemaPath: string): string {
  const way = relative(outputFolder, schemaPath).split(sep);
  const steps = way.filter((step) => step === '..');
  const meeting = resolve(outputFolder, ...steps);
  return meeting === dirname(meeting) ? basename(schemaPath) : way.join('/');
}
