/**
 * Where the schema of a payload is found: a file, the lock, the registry.
 *
 * What the lock holds is taken from there without a question, unless a registry is named on the command line: then
 * that one is meant. The registry is opened when it is first asked, and closed with this.
 */
import { isOttlaError, type RegisteredSchema } from '@ottla/kernel';
import type { RegistryClient } from '@ottla/registry-client';
import { fingerprint } from '@ottla/schema';
import { resolve } from 'node:path';
import { CliError } from '../cli-error.ts';
import type { Config } from '../config/read-config.ts';
import { EXIT } from '../exit-code.ts';
import { kindOnDisk } from '../inputs/disk-tree.ts';
import { readLockOnDisk } from '../pull/lock-on-disk.ts';
import { namingTheNearest } from '../registry/registry-failure.ts';
import { openRegistry, shownRegistry, type RegistryOptions } from '../registry/registry-settings.ts';
import { printable } from '../terminal.ts';
import type { Workplace } from '../workplace.ts';
import { fileSchema } from './file-schema.ts';
import { heldSchema, type HeldSchema, type SchemaUse, type StoredSchema } from './held-schema.ts';
import { LockSchemas } from './lock-schemas.ts';
import type { PayloadFrame } from './payload-frame.ts';

/** On disk or in git. */
const SCHEMA_FILE = /\.(avsc|avdl|avpr)$/i;
/** `orders-value@3`, `orders-value@latest`. */
const VERSION = /^(.+)@(\d{1,9}|latest)$/;

interface SourcePlace {
  readonly options: RegistryOptions;
  readonly config: Config;
  readonly workplace: Workplace;
}

export class SchemaSources implements AsyncDisposable {
  readonly #place: SourcePlace;
  #registry: RegistryClient | undefined;
  #lock: Promise<LockSchemas> | undefined;

  constructor(place: SourcePlace) {
    this.#place = place;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#registry?.close();
  }

  /** Throws CliError `REGISTRY_MISSING` when none is named. */
  registry(): RegistryClient {
    const { options, config, workplace } = this.#place;
    return (this.#registry ??= openRegistry(options, config, workplace.environment));
  }

  /** What `--schema` names: a file, else an id, else a subject and maybe its version. */
  async named(word: string): Promise<HeldSchema> {
    const { workingFolder } = this.#place.workplace;
    const path = word.split('#', 1)[0] ?? word;
    const isFile = SCHEMA_FILE.test(path) || kindOnDisk(resolve(workingFolder, path)) !== null;
    if (isFile) return fileSchema(word, workingFolder);
    if (/^\d{1,10}$/.test(word)) return this.#byId(Number(word));
    const [, subject = word, version] = VERSION.exec(word) ?? [];
    return this.#bySubject(
      subject,
      version === undefined || version === 'latest' ? undefined : Number(version),
    );
  }

  /** What the frame of a payload names. Throws CliError `SCHEMA_UNKNOWN` when nobody knows it. */
  async ofFrame(frame: PayloadFrame): Promise<HeldSchema> {
    switch (frame.kind) {
      case 'id':
        return this.#written(`schema id ${frame.id}`, () => this.#byId(frame.id));
      case 'guid':
      case 'header':
        return this.#written(`schema GUID ${frame.guid}`, () => this.#byGuid(frame.guid));
      case 'single-object':
        return this.#byFingerprint(frame.fingerprint);
      case 'raw':
        throw unknown('a payload without a frame does not say its schema', 'Give it with --schema.');
    }
  }

  async #byId(id: number): Promise<HeldSchema> {
    const locked = (await this.#lockSchemas())?.byId(id);
    if (locked !== undefined) return heldSchema(locked);
    const registry = await this.#registryFor(`schema id ${id}`);
    return this.#stored(await registry.schema(id), id);
  }

  async #byGuid(guid: string): Promise<HeldSchema> {
    const locked = (await this.#lockSchemas())?.byGuid(guid);
    if (locked !== undefined) return heldSchema(locked);
    const registry = await this.#registryFor(`schema GUID ${guid}`);
    // No registry tells its id here.
    return this.#stored(await registry.schemaByGuid(guid), null);
  }

  async #bySubject(subject: string, version: number | undefined): Promise<HeldSchema> {
    const locked = (await this.#lockSchemas())?.bySubject(subject, version);
    if (locked !== undefined) return heldSchema(locked);
    const registry = await this.#registryFor(`subject '${printable(subject)}'`);
    const found = await namingTheNearest(registry, () =>
      version === undefined ? registry.latest(subject) : registry.version(subject, version),
    );
    return this.#stored(found, found.id);
  }

  /** Only what is at hand can be searched: a registry does not know schemas by this. */
  async #byFingerprint(wanted: string): Promise<HeldSchema> {
    for (const stored of (await this.#lockSchemas())?.avro() ?? []) {
      const held = parsedSchema(stored);
      if (held !== null && fingerprint(held.schema) === wanted) return held;
    }
    throw unknown(
      `no schema at hand has the fingerprint ${wanted}`,
      'Give the schema that it was written with: --schema FILE, or a subject, or an id.',
    );
  }

  async #stored(registered: Omit<RegisteredSchema, 'id'>, id: number | null): Promise<HeldSchema> {
    const { options, config, workplace } = this.#place;
    const registry = this.registry();
    const isAvro = registered.schemaType === 'AVRO' && (registered.references ?? []).length > 0;
    const references = isAvro ? await registry.references(registered) : [];
    const uses = id === null ? [] : await usesOf(registry, { ...registered, id });
    const from = shownRegistry(options, config, workplace.environment);
    return heldSchema({ registered, id, references, uses, from });
  }

  /** To be asked for what the lock does not hold. Throws CliError `REGISTRY_MISSING` that says so. */
  async #registryFor(what: string): Promise<RegistryClient> {
    const lock = await this.#lockSchemas();
    try {
      return this.registry();
    } catch (error) {
      if (!(error instanceof CliError) || error.code !== 'REGISTRY_MISSING') throw error;
      const { code, exitCode, remedy } = error;
      throw new CliError(`${error.message} to ask for ${what}${lock?.lackWords ?? ''}`, {
        code,
        exitCode,
        ...(remedy === undefined ? {} : { remedy }),
        cause: error,
      });
    }
  }

  /** Null when a registry is named on the command line, or there is no lock. */
  async #lockSchemas(): Promise<LockSchemas | null> {
    const { options, config, workplace } = this.#place;
    if (options.registry !== undefined) return null;
    this.#lock ??= readLockOnDisk(config, workplace.workingFolder).then(
      ({ bundle, file }) => new LockSchemas(bundle, file),
    );
    return this.#lock;
  }

  /** What a payload says was written: when nobody knows it, the payload is at fault, or the place it is looked for. */
  async #written(what: string, find: () => Promise<HeldSchema>): Promise<HeldSchema> {
    try {
      return await find();
    } catch (error) {
      const code = isOttlaError(error) ? error.code : '';
      if (error instanceof CliError && code === 'REGISTRY_MISSING') {
        const remedy = `${error.remedy ?? ''} Or give the schema with --schema.`;
        throw new CliError(error.message, { code, exitCode: error.exitCode, remedy, cause: error });
      }
      if (code !== 'SCHEMA_NOT_FOUND') throw error;
      const { options, config, workplace } = this.#place;
      const place = shownRegistry(options, config, workplace.environment);
      throw unknown(
        `the payload names ${what}, which the registry at ${place} does not know`,
        'Is it the registry that the writer used? Else give the schema with --schema; bytes without a frame are read with --framing raw.',
        error,
      );
    }
  }
}

/** Null for one that does not parse: it is not the one that is looked for. */
function parsedSchema(stored: StoredSchema): HeldSchema | null {
  try {
    return heldSchema(stored);
  } catch (error) {
    if (error instanceof CliError && error.code === 'SCHEMA_INVALID') return null;
    throw error;
  }
}

/** Who uses a schema is of interest, and not every registry tells it. */
async function usesOf(
  registry: RegistryClient,
  { id, subject, version }: RegisteredSchema,
): Promise<readonly SchemaUse[]> {
  if (subject !== undefined && version !== undefined) return [{ subject, version }];
  try {
    return await registry.versionsOfId(id);
  } catch (error) {
    if (isOttlaError(error)) return [];
    throw error;
  }
}

function unknown(message: string, remedy: string, cause?: unknown): CliError {
  return new CliError(printable(message), {
    code: 'SCHEMA_UNKNOWN',
    exitCode: EXIT.invalidInput,
    remedy,
    cause,
  });
}
