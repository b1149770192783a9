/** The variables of the environment that `ottla` looks at, for the reference. */
import { registryVariables } from './registry/registry-option.ts';

const REGISTRY: Readonly<Record<keyof typeof registryVariables, string>> = {
  url: 'Where the schema registry is; several nodes of one are parted by commas. `--registry` comes before.',
  basicAuth: 'Who asks the registry, as `user:password`.',
  token: 'A Bearer token for the registry.',
};

/** By name. */
export const environmentTable: readonly (readonly [name: string, doc: string])[] = [
  ...Object.entries(registryVariables).map(
    // The keys of the same table.
    ([key, name]) => [name, REGISTRY[key as keyof typeof registryVariables]] as const,
  ),
  ['NO_COLOR', 'Any text turns colours off.'],
  ['FORCE_COLOR', '`1` turns them on where output is no terminal, `0` off.'],
];
