/**
 * Avro's own IDL compiler for the one file of the suite that asks docker for it: Java runs the same jar.
 *
 * A folder with a program named `docker` that goes before all others on the PATH of the suite. Needs a JDK and
 * Maven, which fetches the jar once into a folder that git ignores.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../pack/run.ts';

const VERSION = '1.12.0';
const CACHE = fileURLToPath(new URL('../../.cache/avro-tools/', import.meta.url));

/** The folder to put on the PATH, or why there is none. */
export async function avroToolsAsDocker(
  folder: string,
): Promise<{ readonly path: string } | { readonly missing: string }> {
  for (const tool of ['java', 'mvn']) {
    if (spawnSync(tool, ['-version']).error !== undefined) return { missing: `there is no ${tool}` };
  }
  const jar = join(CACHE, `avro-tools-${VERSION}.jar`);
  if (!existsSync(jar)) {
    mkdirSync(CACHE, { recursive: true });
    const artifact = `org.apache.avro:avro-tools:${VERSION}`;
    await run(
      'mvn',
      ['-q', '-B', 'dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${CACHE}`],
      { cwd: CACHE },
    );
  }
  mkdirSync(folder, { recursive: true });
  // Called as `docker run --rm -v <folder>:/avro <image> <command of avro-tools>`, in that folder.
  writeFileSync(join(folder, 'docker'), `#!/bin/sh\nshift 5\nexec java -jar '${jar}' "$@"\n`, {
    mode: 0o755,
  });
  return { path: folder };
}
