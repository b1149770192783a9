/** The reference page of `ottla.yaml`, made of the table of its keys. Pure. */
import { keyOf, type ConfigTable } from './config-kind.ts';
import { configTable } from './config-table.ts';

/** docs/reference/config.md */
export function configReference(): string {
  const intro = [
    '# ottla.yaml',
    'Made from the table of keys in `packages/cli/src/config/config-table.ts`; edit that instead.',
    'The file is `ottla.yaml`, `ottla.yml` or `ottla.json`, in the working folder or above it up to the root of the repository, or what `--config` names. Paths in it are relative to its folder. An unknown key is an error.',
  ];
  return `${[...intro, ...entries(configTable, '')].join('\n\n')}\n`;
}

function entries(table: ConfigTable, prefix: string): string[] {
  return Object.entries(table).flatMap(([name, { kind, absent, doc }]) => {
    const key = `${prefix}${keyOf(name)}`;
    const usual =
      absent === undefined ? 'required' : absent.doc === '' ? 'optional' : `default ${absent.doc}`;
    const about = `## \`${key}\`\n\n${doc}\n\nIt is ${kind.expected}; ${usual}.`;
    return [about, ...(kind.rows === undefined ? [] : entries(kind.rows, `${key}${kind.suffix ?? ''}.`))];
  });
}
