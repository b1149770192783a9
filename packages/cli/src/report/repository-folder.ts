/** The folder of a working folder in its repository, as the environment of a CI service tells it. */
import { isAbsolute, relative, sep } from 'node:path';

/**
 * With '/'; '' at the root, outside the repository, and where no service says where the repository is.
 * @example
 * repositoryFolder('/home/runner/work/shop/shop/services/a', { GITHUB_WORKSPACE: '/home/runner/work/shop/shop' }); // 'services/a'
 */
export function repositoryFolder(
  workingFolder: string,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const root = environment.GITHUB_WORKSPACE ?? '';
  if (!isAbsolute(root)) return '';
  const steps = relative(root, workingFolder).split(sep);
  return steps[0] === '..' || isAbsolute(steps.join(sep)) ? '' : steps.join('/');
}
