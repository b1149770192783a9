import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '@ottla/kernel';
import { expect, it } from 'vitest';
import { RecordedTerminal } from '../../testing/recorded-terminal.ts';
import { TemporaryFolder } from '../../testing/temporary-folder.ts';
import { runFmt } from './fmt-command.ts';

const LOOSE = '{"type":"fixed", "name":"Iban", "size":34}';

it('formats no file that a link of its own working folder leads out to', async () => {
  using folder = new TemporaryFolder();
  folder.write('far.avsc', LOOSE);
  mkdirSync(join(folder.path, 'project'));
  symlinkSync('../far.avsc', join(folder.path, 'project/near.avsc'));
  const terminal = new RecordedTerminal();
  const workplace = {
    workingFolder: join(folder.path, 'project'),
    clock: systemClock,
    readStdin: () => Promise.resolve(new Uint8Array()),
    environment: {},
  };
  await expect(runFmt(['near.avsc'], {}, { terminal, workplace })).rejects.toMatchObject({
    code: 'INPUT_UNFIT',
    message: 'near.avsc is a link out of the working folder',
  });
  expect(folder.read('far.avsc')).toBe(LOOSE);
});
