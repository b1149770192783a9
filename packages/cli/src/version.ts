/** The version of this program, as its manifest says. Read when asked for: importing costs nothing. */
import { readFileSync } from 'node:fs';

/** `0.1.0` */
export function toolVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest)
    return String(manifest.version);
  return 'unknown';
}
