import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';

/** A program that never manages to close: it says when it was asked to, and goes on. */
const PROGRAM = `
  const { StopRequest } = await import(${JSON.stringify(new URL('./stop-request.ts', import.meta.url).href)});
  const stop = new StopRequest();
  setInterval(() => undefined, 60_000);
  console.log('running');
  await stop.asked;
  console.log('asked');
  await new Promise(() => undefined);
`;

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('the first %s is a wish, the second one ends the process at once', async (signal, exitCode) => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', PROGRAM], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  child.stdout.setEncoding('utf8');
  expect(await once(child.stdout, 'data')).toEqual(['running\n']);
  child.kill(signal);
  expect(await once(child.stdout, 'data')).toEqual(['asked\n']);
  child.kill(signal);
  expect(await exit).toEqual([exitCode, null]);
});
