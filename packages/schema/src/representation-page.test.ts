/** The table of docs/concepts/representation.md says what the code decides. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseSchema } from './parse/schema-parser.ts';
import { inputKindsOf } from './representation-inputs.ts';
import { choiceNames, formsOf, type ChoiceName } from './representation-table.ts';
import { representationOf } from './representation.ts';

const page = readFileSync(new URL('../../../docs/concepts/representation.md', import.meta.url), 'utf8');

interface PageRow {
  readonly choice: string;
  readonly form: string;
  readonly gives: string;
  readonly wide: readonly string[];
}

/** The rows that begin with a choice and a form in quotes. */
const rows: readonly PageRow[] = page.split('\n').flatMap((line) => {
  const [, choice, form, gives, takes] = line.split('|').map((cell) => cell.trim());
  const [choiceName, formName] = [choice, form].map((cell) => /^`'([\w-]+)'`$/.exec(cell ?? '')?.[1]);
  if (choiceName === undefined || formName === undefined) return [];
  const wide = [...(takes ?? '').matchAll(/`(\w+)`/g)].map((match) => (match[1] ?? '').toLowerCase());
  return [{ choice: choiceName, form: formName, gives: gives ?? '', wide }];
});

/** A schema of a logical type, on the type it stands on. */
function schemaText(name: ChoiceName): string {
  if (name === 'long') return '"long"';
  if (name === 'duration') return '{"type":"fixed","name":"D","size":12,"logicalType":"duration"}';
  const ON: Readonly<Record<string, string>> = {
    decimal: 'bytes',
    'big-decimal': 'bytes',
    uuid: 'string',
    date: 'int',
    'time-millis': 'int',
  };
  return `{"type":"${ON[name] ?? 'long'}","logicalType":"${name}","precision":9,"scale":2}`;
}

it('has a row for each form of each choice, the default first', () => {
  expect(rows.map(({ choice, form }) => `${choice}: ${form}`)).toEqual(
    choiceNames.flatMap((name) => formsOf(name).map((form) => `${name}: ${form}`)),
  );
});

it.each(rows)('tells what $choice as $form gives, and takes besides', ({ choice, form, gives, wide }) => {
  const name = choiceNames.find((each) => each === choice);
  if (name === undefined) throw new Error(`no choice ${choice}`);
  const representation = representationOf(parseSchema(schemaText(name)), { [name]: form });
  expect(wide).toEqual(inputKindsOf(representation).wide);
  const { kind } = representation;
  expect(gives.includes('Temporal.')).toBe(kind === 'temporal');
  expect(gives.includes('unscaled')).toBe(kind === 'unscaledDecimal');
  expect(gives.startsWith('`Date`')).toBe(kind === 'timestamp');
  expect(gives.startsWith("`'")).toBe(/string$/i.test(kind));
});
