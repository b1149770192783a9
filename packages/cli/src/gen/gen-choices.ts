/** What the configuration and the command line say of values, as `generate` takes it. */
import { relative, resolve } from 'node:path';
import type { GenerateOptions } from '@ottla/codegen';
import type { RepresentationChoice, RepresentationChoices } from '@ottla/schema';
import type { Choices } from '../config/choices-kind.ts';
import type { Config } from '../config/read-config.ts';

/** `outputFolder`: absolute. */
export function genChoices(
  { gen, folder }: Pick<Config, 'gen' | 'folder'>,
  outputFolder: string,
  long: 'number' | 'bigint' | undefined,
): Pick<GenerateOptions, 'choices' | 'valueCodecs'> {
  const overrides = Object.fromEntries(
    [...gen.overrides].map(([name, choices]) => [name, choiceOf(choices)]),
  );
  const choices: RepresentationChoices = {
    ...choiceOf(gen.choices),
    ...(long === undefined ? {} : { long }),
    ...(gen.overrides.size === 0 ? {} : { overrides }),
  };
  const valueCodecs = [...gen.valueCodecs].map(([name, codec]) => {
    const specifier = seenFrom(outputFolder, codec.import, folder);
    return [name, { ...codec, import: specifier }] as const;
  });
  return { choices, valueCodecs: Object.fromEntries(valueCodecs) };
}

function choiceOf(choices: Choices): RepresentationChoice {
  // The kind of the section has let nothing else through.
  return Object.fromEntries(choices) as RepresentationChoice;
}

/** A path from the folder of the configuration, as seen from the output. Packages stay as they are. */
function seenFrom(outputFolder: string, specifier: string, folder: string): string {
  if (!/^\.\.?\//.test(specifier)) return specifier;
  const path = relative(outputFolder, resolve(folder, specifier)).replaceAll('\\', '/');
  return path.startsWith('../') ? path : `./${path}`;
}
