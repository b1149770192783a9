/**
 * The first lines of the bundle: they refuse a Node that is too old for it, in words.
 *
 * What the bundle requires fails there too, but as a TypeError in a file of undici's, which tells nobody that
 * Node is to be upgraded. npm only warns. It is text, because requires are hoisted above a module of ours.
 */

/** CommonJS that throws on a Node older than `engines` says, such as '>=22.19'. */
export function nodeVersionCheck(packageName: string, engines: string): string {
  const [, major, minor] = /^>=(\d+)\.(\d+)$/.exec(engines) ?? [];
  if (major === undefined || minor === undefined) throw new Error(`cannot read the engines '${engines}'`);
  const problem = `${packageName} needs Node ${major}.${minor} or newer, and this is Node `;
  return [
    '{',
    "  const [major, minor] = process.versions.node.split('.').map(Number);",
    `  if (major < ${major} || (major === ${major} && minor < ${minor}))`,
    `    throw new Error(${JSON.stringify(problem)} + process.versions.node);`,
    '}',
  ].join('\n');
}
