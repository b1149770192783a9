/**
 * What the bundle can answer, if there is one: the schemas it holds and the gate they pass, under one name.
 *
 * Every ask that the bundle may answer has a key of its own with the gate. Without a bundle nothing is held
 * and everything agrees.
 */
import type { RegisteredSchema, SchemaText } from '@ottla/kernel';
import { BundleGate, type AskRegistry, type BundleGateOptions } from './bundle-gate.ts';
import { BundledSchemas } from './bundled-schemas.ts';
import type { SchemaBundle } from './schema-bundle.ts';
import { canBeSameSchema } from '../cache/same-schema.ts';

export interface BundleSettings {
  readonly bundle: SchemaBundle | undefined;
  readonly bundleWaitMs: number;
}

type BundlePorts = Omit<BundleGateOptions, 'schemas' | 'waitMs'>;

/** A bundled schema that may be the answer to what was asked. */
export interface HeldByBundle {
  readonly schema: RegisteredSchema;
  /** What was asked, for the gate. */
  readonly key: string;
  /** What was asked for may become another one. */
  readonly latest: boolean;
  /** A newer one that the registry told earlier: it is answered where the bundle's own would be. */
  readonly heard?: RegisteredSchema | undefined;
}

export interface BundledAnswer {
  readonly schema: RegisteredSchema;
  /** Told or confirmed by the registry: may be remembered. */
  readonly byRegistry: boolean;
}

export class BundledAnswers {
  readonly #bundle: { readonly schemas: BundledSchemas; readonly gate: BundleGate } | undefined;

  /** Throws ConfigError for a bundle that contradicts itself. */
  static of(settings: BundleSettings, ports: BundlePorts): BundledAnswers {
    const { bundle, bundleWaitMs: waitMs } = settings;
    if (bundle === undefined) return new BundledAnswers(undefined);
    const schemas = new BundledSchemas(bundle);
    return new BundledAnswers({ schemas, gate: new BundleGate({ schemas, waitMs, ...ports }) });
  }

  constructor(bundle: { readonly schemas: BundledSchemas; readonly gate: BundleGate } | undefined) {
    this.#bundle = bundle;
  }

  idOf(subject: string, schema: SchemaText): HeldByBundle | undefined {
    return this.#held(this.#bundle?.schemas.idOf(subject, schema), 'id', subject);
  }

  schemaOf(id: number, context: string): HeldByBundle | undefined {
    return this.#held(this.#bundle?.schemas.schemaOf(id, context), 'schema', context);
  }

  versionOf(subject: string, version: number): HeldByBundle | undefined {
    return this.#held(this.#bundle?.schemas.versionOf(subject, version), 'version', subject);
  }

  /** `remembered` is the latest that the registry told, however long ago. */
  latestOf(subject: string, remembered: RegisteredSchema | undefined): HeldByBundle | undefined {
    const schema = this.#bundle?.schemas.latestOf(subject);
    const isNewer = (remembered?.version ?? 0) > (schema?.version ?? 0);
    return (
      schema && { schema, key: `latest ${subject}`, latest: true, heard: isNewer ? remembered : undefined }
    );
  }

  #held(schema: RegisteredSchema | undefined, kind: string, place: string): HeldByBundle | undefined {
    return schema && { schema, key: `${kind} ${schema.version ?? ''} ${schema.id} ${place}`, latest: false };
  }

  /** Without a promise: what the gate lets through at once. Throws BUNDLE_DISAGREES. */
  knownId(subject: string, schema: SchemaText): RegisteredSchema | undefined {
    return this.#bundle && this.#known(this.idOf(subject, schema));
  }

  /** Without a promise: what the gate lets through at once. Throws BUNDLE_DISAGREES. */
  knownSchema(id: number, context: string): RegisteredSchema | undefined {
    return this.#bundle && this.#known(this.schemaOf(id, context));
  }

  #known(held: HeldByBundle | undefined): RegisteredSchema | undefined {
    return held && this.#bundle?.gate.known(held.schema, held.key);
  }

  /** As the gate decides between the bundle's word and the registry's. */
  async answer({ schema, key, latest, heard }: HeldByBundle, ask: AskRegistry): Promise<BundledAnswer> {
    const gate = this.#bundle?.gate;
    if (gate === undefined) return { schema: await ask(new AbortController().signal), byRegistry: true };
    const answered = latest ? await gate.answerLatest(schema, key, ask) : await gate.answer(schema, key, ask);
    const byRegistry = answered !== schema || gate.confirmed(key);
    return { schema: byRegistry ? answered : (heard ?? answered), byRegistry };
  }

  /**
   * False when the bundle holds another schema under the id that the registry told. A text that is not the
   * stored one but the caller's may differ in layout, of whatever type it is.
   */
  agrees(told: RegisteredSchema, context: string, { stored }: { readonly stored: boolean }): boolean {
    const bundled = this.#bundle?.schemas.schemaOf(told.id, context);
    if (bundled === undefined || this.#bundle?.schemas.sameContent(bundled, told) !== false) return true;
    // A GUID is of the stored text, whoever wrote the one beside it.
    return !stored && told.guid === undefined && canBeSameSchema(bundled, told, false);
  }

  close(): void {
    this.#bundle?.gate.close();
  }
}
