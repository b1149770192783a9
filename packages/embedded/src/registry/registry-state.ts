/**
 * All the registry knows between two requests: its schemas, and the levels set globally and by subject.
 *
 * The global level is BACKWARD until it is set; a subject without a level of its own follows it.
 */
import type { CompatibilityLevel } from '@ottla/schema';
import { SchemaStore } from './schema-store.ts';

export const DEFAULT_LEVEL: CompatibilityLevel = 'BACKWARD';

export class RegistryState {
  readonly schemas = new SchemaStore();
  readonly subjectLevels = new Map<string, CompatibilityLevel>();
  globalLevel: CompatibilityLevel = DEFAULT_LEVEL;

  /** The level that holds for a subject. */
  levelOf(subject: string): CompatibilityLevel {
    return this.subjectLevels.get(subject) ?? this.globalLevel;
  }
}
