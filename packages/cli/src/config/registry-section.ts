/** The keys under `registry`: where it is, and what `ottla pull` and `ottla lock` take from it. */
import { listOf, oneOf, optional, subsection, textKind, withDefault } from './config-kind.ts';

// What is wrong with it is told without it: a URL may hold a password.
const url = textKind(
  'an http or https URL',
  (given) =>
    /^https?:\/\/\S+$/i.test(given)
      ? { value: given }
      : { problem: 'this must be an http or https URL, such as http://localhost:8081' },
  { pattern: '^[Hh][Tt][Tt][Pp][Ss]?://\\S+$' },
);

const file = textKind('the path of a PEM file', (given) =>
  given.trim() === '' ? undefined : { value: given },
);

const folder = textKind(
  'a folder below that of this file',
  (given) => {
    if (given.trim() === '') return undefined;
    // ottla.lock names files in it, which must mean the same everywhere.
    if (/[\\:]/.test(given)) return { problem: "the folder is written with '/', and without a drive" };
    const leaves = given.startsWith('/') || given.split('/').includes('..');
    return leaves ? { problem: 'the folder must lie below that of this file' } : { value: given };
  },
  { pattern: '^(?!/)[^\\\\:]*[^\\\\:\\s][^\\\\:]*$' },
);

const tlsTable = {
  ca: optional(file, 'The authorities to trust in place of those of Node.'),
  cert: optional(file, 'The certificate of the client. Needs `key`.'),
  key: optional(file, 'The private key of the client, without a passphrase.'),
};

const registryTable = {
  url: withDefault(
    listOf(url),
    [],
    'Where it is: a URL, or several of one registry. `--registry` and OTTLA_REGISTRY_URL come before. Credentials belong into OTTLA_REGISTRY_BASIC_AUTH (user:password) or OTTLA_REGISTRY_TOKEN.',
  ),
  out: withDefault(folder, 'schemas', 'Where `ottla pull` writes subjects that no row of `schemas` names.'),
  versions: optional(
    oneOf(['latest', 'all'] as const),
    'Which versions of a subject are pulled and locked: the latest, or all; without it as the lock has them, the latest at first.',
  ),
  tls: subsection(tlsTable, 'For https: PEM files, from the folder of this file.'),
};

export const registrySection = subsection(registryTable, 'The schema registry, and what is pulled from it.');
