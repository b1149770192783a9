/**
 * Headers that the user adds to every request: which names and values may go out.
 *
 * Values may be secrets: no message here holds one. A header that the transport or another option owns is
 * refused, not overridden.
 */
import { printable } from '@ottla/kernel';

type HeaderRecord = Readonly<Record<string, string>>;

/** A record, or a function that gives one for each try. */
export type RegistryHeaders = HeaderRecord | (() => HeaderRecord | PromiseLike<HeaderRecord>);

/** Names that are not the user's to set, with who owns them. */
const ownedNames: Readonly<Record<string, string>> = {
  authorization: "it comes from 'auth' or the URL",
  host: "it comes from 'url'",
  'content-length': 'it is counted',
  'content-type': 'the body is always JSON',
  'content-encoding': 'the body is sent as it is',
  'accept-encoding': 'only gzip can be read',
  expect: 'nothing waits for 100 (Continue)',
  connection: 'it belongs to the connection',
  'keep-alive': 'it belongs to the connection',
  'proxy-authenticate': 'it belongs to the proxy',
  'proxy-authorization': 'it belongs to the proxy: give a ProxyAgent with its token',
  'proxy-connection': 'it belongs to the proxy',
  te: 'it belongs to the connection',
  trailer: 'it belongs to the connection',
  'transfer-encoding': 'it belongs to the connection',
  upgrade: 'it belongs to the connection',
};

/** Why a value can be no header's; undefined when it can (RFC 9110, 5.5). */
export function valueProblem(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'must be a string';
  if (value === '' || value !== value.trim()) return 'must hold text, without blanks around it';
  if (/[^\t\x20-\x7e\x80-\xff]/.test(value)) return 'holds a line break or another character no header may';
  return undefined;
}

/** Why this can be no record of headers, without any value; undefined when it can. */
export function headersProblem(headers: unknown): string | undefined {
  if (typeof headers !== 'object' || headers === null || Array.isArray(headers)) {
    return 'must be an object of names and values';
  }
  const seen = new Set<string>();
  for (const [given, value] of Object.entries(headers)) {
    const shown = `header '${printable(given, 100)}'`;
    const name = given.toLowerCase();
    if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name)) return `${shown} has a name that no header may have`;
    if (Object.hasOwn(ownedNames, name)) return `${shown} cannot be set: ${ownedNames[name]}`;
    if (seen.has(name)) return `${shown} is given twice`;
    seen.add(name);
    const problem = valueProblem(value);
    if (problem !== undefined) return `the value of ${shown} ${problem}`;
  }
  return undefined;
}

/** The headers of one try, names in lower case. Throws TypeError for what cannot be headers. */
export async function extraHeaders(headers: RegistryHeaders | undefined): Promise<Record<string, string>> {
  const given: unknown = typeof headers === 'function' ? await headers() : (headers ?? {});
  const problem = headersProblem(given);
  if (problem !== undefined) throw new TypeError(problem);
  const record = given as HeaderRecord; // headersProblem looked at every name and value
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name.toLowerCase(), value]));
}
