/**
 * The TypeScript blocks of a README as programs: extracted, pointed at servers of the test, written out.
 *
 * A README writes 'localhost:9092' and 'http://localhost:8081', as its reader will have them.
 */
import { readFileSync } from 'node:fs';

export interface Servers {
  readonly bootstrapServer: string;
  readonly registryUrl: string;
}

/** The ```ts blocks of a Markdown file, in order. */
export function snippetsOf(markdownFile: string): string[] {
  const blocks = readFileSync(markdownFile, 'utf8').matchAll(/^```ts\n([\s\S]*?)^```$/gm);
  return [...blocks].map((match) => match[1] ?? '');
}

export function pointAt(snippet: string, servers: Servers): string {
  return snippet
    .replaceAll('localhost:9092', servers.bootstrapServer)
    .replaceAll('http://localhost:8081', servers.registryUrl);
}
