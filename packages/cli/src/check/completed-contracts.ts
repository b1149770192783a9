/**
 * A tree of files with the other files of its project, when a file that was named refers to something that
 * was not.
 */
import type { Config } from '../config/read-config.ts';
import { Contracts } from '../subjects/contracts.ts';
import type { SubjectNamer } from '../subjects/subject-namer.ts';
import type { Workplace } from '../workplace.ts';
import { projectFiles } from './check-files.ts';

/** The same contracts when they are whole; else, strictly parsed, those of the project as well. */
export async function completed(
  given: Contracts,
  namer: SubjectNamer,
  { config, workplace }: { readonly config: Config; readonly workplace: Workplace },
): Promise<Contracts> {
  if (!refersOutside(given)) return given;
  const files = await projectFiles(given.files, config, workplace);
  return new Contracts(files, namer, { lenient: false });
}

/** True when a named file refers to what no file of its tree defines. */
export function refersOutside(contracts: Contracts): boolean {
  return contracts.files.some((file) => {
    const code = file.named ? contracts.of(file).error?.code : undefined;
    return code === 'TYPE_UNKNOWN' || code === 'REFERENCE_UNRESOLVED';
  });
}
