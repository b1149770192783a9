/** A git repository full of contracts, for the gate to be timed on. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { moneySchema } from './money-schema.ts';

/** Of this many contracts one is changed since the commit. */
const CHANGED_EVERY = 10;
const FIELDS = 20;

export class ContractTree implements Disposable {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Committed contracts of one shared type; then a tenth of them get a new field with a default. */
  static make(contracts: number): ContractTree {
    const tree = new ContractTree(mkdtempSync(join(tmpdir(), 'ottla-bench-')));
    tree.#write('shared/money.avsc', JSON.stringify(moneySchema));
    for (let index = 0; index < contracts - 1; index++) tree.#write(pathOf(index), contract(index, FIELDS));
    tree.#git('init', '--quiet');
    tree.#git('add', '.');
    tree.#git(
      '-c',
      'user.name=bench',
      '-c',
      'user.email=bench@localhost',
      'commit',
      '--quiet',
      '-m',
      'contracts',
    );
    for (let index = 0; index < contracts - 1; index += CHANGED_EVERY) {
      tree.#write(pathOf(index), contract(index, FIELDS + 1));
    }
    return tree;
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #write(path: string, text: string): void {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  #git(...words: string[]): void {
    execFileSync('git', words, { cwd: this.folder, stdio: ['ignore', 'ignore', 'inherit'] });
  }
}

const pathOf = (index: number): string => `team-${index % 40}/contract-${index}.avsc`;

function contract(index: number, fieldCount: number): string {
  const types = ['string', 'long', ['null', 'string'], 'com.acme.Money', { type: 'array', items: 'string' }];
  const fields = Array.from({ length: fieldCount }, (_, place) => {
    const nullable = place >= FIELDS;
    return {
      name: `field${place}`,
      type: nullable ? ['null', 'string'] : types[(index + place) % types.length],
      doc: `What field ${place} of contract ${index} means to those who read it.`,
      ...(nullable ? { default: null } : {}),
    };
  });
  const type = { type: 'record', name: `Contract${index}`, namespace: `com.acme.team${index % 40}`, fields };
  return `${JSON.stringify(type, null, 2)}\n`;
}
