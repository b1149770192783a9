/**
 * Modules that only Node has, asked for where they are used.
 *
 * An import of one is followed by every bundler, also where nothing calls it; what should run in a browser would not
 * build. So code that a browser may load asks here, in the function that needs it, never at import. Deno and Bun
 * answer as Node does.
 */
import type * as nodeCrypto from 'node:crypto';
import type * as nodeFs from 'node:fs';
import type * as nodeUrl from 'node:url';
import type * as nodeZlib from 'node:zlib';
import { ConfigError } from './errors.ts';

/** Those that are asked for; types only, nothing of them is loaded here. */
interface NodeModules {
  readonly 'node:crypto': typeof nodeCrypto;
  readonly 'node:fs': typeof nodeFs;
  readonly 'node:url': typeof nodeUrl;
  readonly 'node:zlib': typeof nodeZlib;
}

/** A browser has no process, or what a bundler puts in its place. */
interface Host {
  readonly process?: {
    getBuiltinModule?<Name extends keyof NodeModules>(name: Name): NodeModules[Name] | undefined;
  };
}

/**
 * The module; where it is not there, ConfigError `NODE_REQUIRED`, which says what to do `instead`.
 * @example
 * nodeModule('node:fs', 'give the text of the schema').readFileSync('customer.avsc', 'utf8');
 */
export function nodeModule<Name extends keyof NodeModules>(
  name: Name,
  instead: string,
  host: Host = globalThis,
): NodeModules[Name] {
  const found = host.process?.getBuiltinModule?.(name);
  if (found !== undefined) return found;
  throw new ConfigError(`${name} is only there in Node; ${instead}`, 'NODE_REQUIRED');
}
