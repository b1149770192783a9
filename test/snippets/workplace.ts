/**
 * A folder in which snippets are a reader's programs: packages by their published names, our own strictness, the code
 * generated from the contract of customers, and an embedded cluster and registry to talk to.
 *
 * It stands below test/, whose packages resolve there; folder and servers are gone when it is disposed of.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { generate } from '@ottla/codegen';
import { EmbeddedCluster, EmbeddedRegistry } from '@ottla/embedded';
import { pointAt, type Servers } from './snippet.ts';

const execute = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const TSC = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
const SCHEMA = 'schemas/customers/customer.v2.avsc';

export class Workplace implements AsyncDisposable {
  readonly folder: string;
  readonly servers: Servers;
  readonly #running: readonly [EmbeddedCluster, EmbeddedRegistry];

  /** `name`: of a folder that git ignores. */
  static async open(name: string): Promise<Workplace> {
    return new Workplace(name, [await EmbeddedCluster.start(), await EmbeddedRegistry.start()]);
  }

  private constructor(name: string, running: readonly [EmbeddedCluster, EmbeddedRegistry]) {
    const [cluster, registry] = running;
    this.folder = join(ROOT, 'test', name);
    this.servers = { bootstrapServer: cluster.bootstrapServers[0] ?? '', registryUrl: registry.url };
    this.#running = running;
    rmSync(this.folder, { recursive: true, force: true });
    const text = readFileSync(join(ROOT, SCHEMA), 'utf8');
    const { files } = generate([{ file: SCHEMA, text }], {
      importExtension: '.ts',
      topics: { customers: { value: 'com.acme.Customer' } },
    });
    for (const file of files) this.write(join('generated', file.path), file.text);
    const project = { extends: '../../tsconfig.json', include: ['**/*.ts'], exclude: [] };
    this.write('tsconfig.json', JSON.stringify(project));
  }

  write(path: string, text: string | Uint8Array): void {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /**
   * Sources run as TypeScript here; a reader's build turns the same import into JavaScript. A reader's package.json
   * gives the drop-in the name that it stands in for.
   */
  writeProgram(path: string, snippet: string): void {
    const program = pointAt(snippet, this.servers)
      .replaceAll(/(from '\.\/generated\/[^']+)\.js'/g, "$1.ts'")
      .replaceAll("'@kafkajs/confluent-schema-registry'", "'@ottla/confluent-schema-registry'");
    this.write(path, `${program}\nexport {};\n`);
  }

  /** What the compiler says of all programs; nothing when they are right. */
  async typeErrors(): Promise<string> {
    const checked = await execute(process.execPath, [TSC, '-p', this.folder]).catch(
      (error: { stdout: string }) => error,
    );
    return checked.stdout;
  }

  /** Rejects with what it printed when it fails. */
  async run(path: string): Promise<void> {
    await execute(process.execPath, [path], { cwd: this.folder, timeout: 30_000 });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    rmSync(this.folder, { recursive: true, force: true });
    for (const server of this.#running) await server.close();
  }
}
