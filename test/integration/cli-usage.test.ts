import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { ottla } from './cli-process.ts';

// No command of this file reads or writes anything in its working folder.
const run = (...words: string[]): ReturnType<typeof ottla> => ottla(words, tmpdir());

describe('ottla', () => {
  it('prints its version', async () => {
    const manifest = readFileSync(new URL('../../packages/cli/package.json', import.meta.url), 'utf8');
    // Our own package.json.
    const { version } = JSON.parse(manifest) as { version: string };
    expect(await run('--version')).toMatchObject({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('explains itself on stdout when asked', async () => {
    const { exitCode, stdout, stderr } = await run('--help');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: ottla /);
    expect(stdout).toMatch(/^ {2}gen /m);
    expect(stdout).toMatch(/^ {2}dev /m);
    expect(stdout).toContain('Exit codes:');
  });

  it('explains a command', async () => {
    const { exitCode, stdout } = await run('gen', '--help');
    expect(exitCode).toBe(0);
    for (const option of ['--out <dir>', '--long <type>', '--import-extension <ext>', '--check']) {
      expect(stdout).toContain(option);
    }
  });

  it('explains itself on stderr when it was given nothing to do', async () => {
    const { exitCode, stdout, stderr } = await run();
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^Usage: ottla /);
  });

  it.each([
    [['genn'], "unknown command 'genn'", 'Did you mean gen?'],
    [['help', 'chekc'], "unknown command 'chekc'", 'Did you mean check?'],
    [['gen', '--otu', 'x'], "unknown option '--otu'", 'Did you mean --out?'],
    [['dev', '--registry-prot', '1'], "unknown option '--registry-prot'", 'Did you mean --registry-port?'],
    [['--verison'], "unknown option '--verison'", 'Did you mean --version?'],
    [['gen', 'x.avsc'], 'no folder is named for the generated files', 'Give --out DIR'],
    [['gen', '--out', 'x', '--long', 'float'], "argument 'float' is invalid", 'number, bigint'],
    [['dev', '--brokers', '0'], "argument '0' is invalid", 'between 1 and 64'],
    [['dev', '--port', '70000'], "argument '70000' is invalid", 'between 0 and 65535'],
    [['dev', '--port', '-1'], "argument '-1' is invalid", 'between 0 and 65535'],
    [['dev', '--brokers', '3', '--port', '65534'], '3 brokers do not fit', 'lower --port'],
    [['dev', 'extra'], 'too many arguments', ''],
  ])('refuses %j with exit code 2', async (words, message, remedy) => {
    const { exitCode, stdout, stderr } = await run(...words);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toContain(remedy);
    expect(stderr).not.toContain('    at ');
  });
});
