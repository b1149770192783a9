/** What a registry lets happen to a subject. The deprecated READONLY_OVERRIDE is READONLY by another name. */
export const registryModes = ['READWRITE', 'READONLY', 'READONLY_OVERRIDE', 'IMPORT', 'FORWARD'] as const;

export type RegistryMode = (typeof registryModes)[number];

export const DEFAULT_MODE: RegistryMode = 'READWRITE';

/** Reads a mode in any case; undefined when it is none. */
export function registryMode(text: string): RegistryMode | undefined {
  return registryModes.find((mode) => mode === text.toUpperCase());
}

export function isReadOnly(mode: RegistryMode): boolean {
  return mode === 'READONLY' || mode === 'READONLY_OVERRIDE';
}

/** Content comes with ids and versions of its own, and is neither checked nor normalized. */
export function isImporting(mode: RegistryMode): boolean {
  return mode === 'IMPORT' || mode === 'FORWARD';
}
