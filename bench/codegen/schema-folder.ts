/** A folder of schemas for `ottla gen` to be timed on: records of many kinds of fields, each with an enum of its own. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { moneySchema } from '../schema/money-schema.ts';

const FIELDS = 20;
const NAMESPACES = 40;

export class SchemaFolder implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'ottla-bench-gen-'));
  readonly out = join(this.folder, 'generated');

  constructor(schemas: number) {
    this.#write('com/acme/money.avsc', moneySchema);
    for (let index = 1; index < schemas; index++) this.rewrite(index, 'as it was');
  }

  /** Writes one schema; the doc says which time it is. Gives the path of the module. */
  rewrite(index: number, doc: string): string {
    const team = index % NAMESPACES;
    this.#write(`team-${team}/contract-${index}.avsc`, contract(index, doc));
    return join(this.out, `com/acme/team${team}/contract${index}.ts`);
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #write(path: string, schema: unknown): void {
    const file = join(this.folder, 'schemas', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`);
  }
}

function contract(index: number, doc: string): unknown {
  const types = [
    'string',
    'long',
    ['null', 'string'],
    'com.acme.Money',
    { type: 'array', items: 'string' },
    { type: 'long', logicalType: 'timestamp-millis' },
    { type: 'enum', name: `State${index}`, symbols: ['OPEN', 'CLOSED'] },
  ];
  const fields = Array.from({ length: FIELDS }, (_, place) => {
    const type = types[place % types.length];
    const isAgain =
      typeof type === 'object' && !Array.isArray(type) && 'symbols' in type && place > types.length;
    return {
      name: `field${place}`,
      type: isAgain ? `State${index}` : type,
      doc: `What field ${place} means.`,
    };
  });
  return {
    type: 'record',
    name: `Contract${index}`,
    namespace: `com.acme.team${index % NAMESPACES}`,
    doc,
    fields,
  };
}
