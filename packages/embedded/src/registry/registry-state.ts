/**
 * All the registry knows between two requests: its schemas, its configs and its modes.
 *
 * Nothing here grows but by what was registered or set. Subjects are normal names; the empty one is the
 * default context.
 */
import { DEFAULT_MODE, isReadOnly, type RegistryMode } from './registry-mode.ts';
import { DEFAULT_LEVEL, mergedConfig, withLevel, type RegistryConfig } from './registry-config.ts';
import { contextOf, contextPrefix, isGlobalContext } from './qualified-subject.ts';
import { refuse } from './registry-failure.ts';
import { SchemaStore } from './schema-store.ts';
import { SubjectSettings } from './subject-settings.ts';

/** A config that says its level. */
export type SettledConfig = ReturnType<typeof withLevel>;

export class RegistryState {
  readonly schemas = new SchemaStore();
  readonly configs = new SubjectSettings<RegistryConfig>();
  readonly modes = new SubjectSettings<RegistryMode>();

  /** A subject's own config; the default and the global context always have one. */
  ownConfig(subject: string): SettledConfig | undefined {
    const own = this.configs.own(subject);
    if (own !== undefined) return withLevel(own);
    return subject === '' || isGlobalContext(subject) ? { compatibilityLevel: DEFAULT_LEVEL } : undefined;
  }

  /** The config that holds for a subject. */
  configOf(subject: string): SettledConfig {
    const own = this.configs.own(subject);
    if (own === undefined || subject === '') return withLevel(own ?? this.configs.inherited(subject) ?? {});
    return withLevel(mergedConfig(own, this.configs.own('') ?? {}));
  }

  ownMode(subject: string): RegistryMode | undefined {
    return this.modes.own(subject) ?? (subject === '' || isGlobalContext(subject) ? DEFAULT_MODE : undefined);
  }

  /** The mode that holds for a subject. */
  modeOf(subject: string): RegistryMode {
    return this.modes.own(subject) ?? this.modes.inherited(subject) ?? DEFAULT_MODE;
  }

  /** Throws 42205 where nothing may be changed. */
  refuseReadOnly(subject: string): void {
    if (isReadOnly(this.modeOf(subject)))
      throw refuse.inMode(subject, contextPrefix(contextOf(subject)), 'in read-only mode');
  }
}
