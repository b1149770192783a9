/**
 * What the files of one side say. When one of them uses a type that none of them defines, the other schemas
 * of the project are read too.
 */
import { projectFiles } from '../check/check-files.ts';
import { refersOutside } from '../check/completed-contracts.ts';
import type { Config } from '../config/read-config.ts';
import type { InputFile, InputPlace } from '../inputs/input-file.ts';
import { Contracts, type FileContracts } from '../subjects/contracts.ts';
import { SubjectNamer } from '../subjects/subject-namer.ts';
import type { Side } from './file-pairs.ts';

export interface DiffPlace {
  readonly config: Config;
  readonly place: InputPlace;
}

/** What each named file says. Whatever could be stored is read: a diff does not judge one side alone. */
export async function contractsOf(
  side: Side,
  { config, place }: DiffPlace,
): Promise<(file: InputFile) => FileContracts> {
  const own = contractsIn(side.files, { config, place });
  // A git ref comes with all its files.
  if (side.input.kind === 'git' || !refersOutside(own)) return (file) => own.of(file);
  const wider = contractsIn(await projectFiles(side.files, config, place), { config, place });
  return (file) => wider.of(file);
}

function contractsIn(files: readonly InputFile[], { config, place }: DiffPlace): Contracts {
  const paths = files.map(({ path }) => path);
  return new Contracts(files, new SubjectNamer(config, place.workingFolder, paths), { lenient: true });
}
