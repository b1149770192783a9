/**
 * `ottla allow`: excuses findings in the configuration, with a reason, until a day.
 *
 * Everything else in the file stays as it is, comments and order too. Without a configuration one is made.
 */
import { join } from 'node:path';
import { isMap, parseDocument, YAMLSeq, type Document } from 'yaml';
import { CliError } from '../cli-error.ts';
import { FINGERPRINT, isDate } from '../config/config-table.ts';
import { CONFIG_NAMES, parseConfig, readConfig } from '../config/read-config.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { readDiskFile } from '../inputs/disk-tree.ts';
import { replaceFile } from '../output/replaced-file.ts';
import { printable, type Terminal } from '../terminal.ts';
import { processWorkplace, today, type Workplace } from '../workplace.ts';

export interface AllowOptions {
  readonly reason: string;
  readonly until?: string;
  readonly config?: string;
}

export async function runAllow(
  fingerprints: readonly string[],
  options: AllowOptions,
  {
    terminal,
    workplace = processWorkplace(),
  }: { readonly terminal: Terminal; readonly workplace?: Workplace },
): Promise<ExitCode> {
  const entries = [...new Set(fingerprints)].map((fingerprint) => entryOf(fingerprint, options, workplace));
  const config = await readConfig(options, workplace.workingFolder);
  const path = config.absolutePath ?? join(config.folder, CONFIG_NAMES[0] ?? '');
  const file = config.file ?? CONFIG_NAMES[0] ?? '';
  const text = config.absolutePath === null ? 'version: 1\n' : readDiskFile(path, file);
  const changed = path.endsWith('.json') ? withEntriesInJson(text, entries) : withEntries(text, entries);
  // What is written must be read again.
  parseConfig(file, changed);
  await replaceFile(path, changed);
  const until = options.until === undefined ? '' : ` until ${options.until}`;
  for (const { id } of entries) terminal.note(`${id} is excused${until} by ${printable(file)}`);
  return EXIT.ok;
}

interface Entry {
  readonly id: string;
  readonly until?: string;
  readonly reason: string;
}

function entryOf(id: string, { reason, until }: AllowOptions, { clock }: Workplace): Entry {
  if (!FINGERPRINT.test(id)) {
    throw refused(
      `'${printable(id)}' is no fingerprint`,
      'Give the twelve hex digits that the report shows.',
    );
  }
  if (reason.trim() === '') throw refused('the reason is empty', 'Say why the finding does no harm.');
  if (until === undefined) return { id, reason };
  if (!isDate(until)) throw refused(`'${printable(until)}' is no day`, 'Write it as in 2026-12-31.');
  if (until < today(clock)) {
    throw refused(`${until} is over`, 'Give a day to come.');
  }
  return { id, until, reason };
}

/** Replaces what is said of the same findings. */
function withEntries(text: string, added: readonly Entry[]): string {
  const document = parseDocument(text);
  const entries = entriesOf(document);
  for (const entry of added) {
    const created = document.createNode(entry, { flow: true });
    const at = entries.items.findIndex((item) => isMap(item) && String(item.get('id')) === entry.id);
    if (at < 0) entries.items.push(created);
    else entries.items[at] = created;
  }
  return document.toString({ lineWidth: 0 });
}

function entriesOf(document: Document): YAMLSeq {
  const found: unknown = document.get('allow');
  if (found instanceof YAMLSeq) return found;
  const entries = new YAMLSeq();
  // A lone entry, which counts as a list of it.
  if (isMap(found)) entries.items.push(found);
  document.set('allow', entries);
  return entries;
}

function withEntriesInJson(text: string, added: readonly Entry[]): string {
  const content: unknown = JSON.parse(text);
  // Read as a configuration before, so it is a section.
  const { allow = [], ...rest } = content as { allow?: Entry | readonly Entry[] };
  const ids = new Set(added.map(({ id }) => id));
  const others = [allow].flat().filter(({ id }) => !ids.has(id));
  return `${JSON.stringify({ ...rest, allow: [...others, ...added] }, null, 2)}\n`;
}

function refused(message: string, remedy: string): CliError {
  return new CliError(message, { code: 'ALLOW_REFUSED', exitCode: EXIT.usage, remedy });
}
