/**
 * What real Kafka needs: a JDK, Maven, and the jars, fetched once into a folder that git ignores.
 *
 * A missing tool is one clear sentence and a failure, never a skipped test.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const POM = fileURLToPath(new URL('./pom.xml', import.meta.url));
const CACHE = fileURLToPath(new URL('../../../.cache/', import.meta.url));
export const REGISTRY_VERSION = '2.6.13.Final';
const MINIMUM_JAVA = 17;

export interface Toolchain {
  /** A class path of Kafka, its tools and Java's Avro. */
  readonly classPath: string;
  /** The folder of the unpacked registry. */
  readonly registryFolder: string;
  readonly registryJar: string;
}

/** A machine that cannot run these tests; the message is one sentence that says what to install. */
export class MissingToolError extends Error {
  override readonly name = 'MissingToolError';
}

function requireJava(): void {
  const { error, stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  if (error !== undefined) {
    throw new MissingToolError(
      `test:kafka needs a JDK ${MINIMUM_JAVA} or newer: no 'java' was found on PATH; install one and run it again.`,
    );
  }
  const major = Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0);
  if (major < MINIMUM_JAVA) {
    throw new MissingToolError(
      `test:kafka needs a JDK ${MINIMUM_JAVA} or newer: 'java' on PATH is version ${major}; install a newer one and run it again.`,
    );
  }
}

function requireMaven(): void {
  if (spawnSync('mvn', ['--version']).error !== undefined) {
    throw new MissingToolError(
      "test:kafka needs Maven to fetch Apache Kafka: no 'mvn' was found on PATH; install it and run it again.",
    );
  }
}

function run(command: string, args: readonly string[], cwd: string): void {
  const { status, error, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (error !== undefined || status !== 0) {
    throw new Error(
      `${command} ${args.join(' ')} failed: ${error?.message ?? `${stdout}${stderr}`.slice(-2000)}`,
    );
  }
}

/** Fills a folder once: into a neighbour first, so that a folder that exists is whole. */
function fillOnce(folder: string, fill: (into: string) => void): void {
  if (existsSync(folder)) return;
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  fill(partial);
  renameSync(partial, folder);
}

/** Checks the machine and fetches what is missing. Throws MissingToolError, or Error when a download fails. */
export function prepareToolchain(): Toolchain {
  requireJava();
  requireMaven();
  const pomDigest = createHash('sha256').update(readFileSync(POM)).digest('hex').slice(0, 12);
  const libs = join(CACHE, `kafka-${pomDigest}`);
  fillOnce(libs, (into) =>
    run('mvn', ['-q', '-B', '-f', POM, 'dependency:copy-dependencies', `-DoutputDirectory=${into}`], CACHE),
  );
  const registryFolder = join(CACHE, `registry-${REGISTRY_VERSION}`);
  fillOnce(registryFolder, (into) => {
    const artifact = `io.apicurio:apicurio-registry-app:${REGISTRY_VERSION}:zip:all`;
    run('mvn', ['-q', '-B', 'dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${into}`], CACHE);
    const archive = join(into, `apicurio-registry-app-${REGISTRY_VERSION}-all.zip`);
    run('jar', ['xf', archive], into);
    rmSync(archive);
  });
  return {
    classPath: join(libs, '*'),
    registryFolder,
    registryJar: `apicurio-registry-app-${REGISTRY_VERSION}-runner.jar`,
  };
}
