import { describe, expect, it } from 'vitest';
import { repositoryFolder } from './repository-folder.ts';

describe('the folder in a repository', () => {
  it.each([
    ['/runner/shop/services/a', '/runner/shop', 'services/a'],
    ['/runner/shop', '/runner/shop', ''],
    ['/runner/shop', '/runner/shop/', ''],
    ['/elsewhere', '/runner/shop', ''],
    ['/runner/shopping', '/runner/shop', ''],
    ['/runner/shop', undefined, ''],
    ['/runner/shop', '', ''],
    ['/runner/shop', 'relative', ''],
  ])('of %s in %s is %j', (workingFolder, GITHUB_WORKSPACE, folder) => {
    expect(repositoryFolder(workingFolder, { GITHUB_WORKSPACE })).toBe(folder);
  });
});
