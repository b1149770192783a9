import { readBundle } from '@ottla/registry-client';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ottla } from './cli-process.ts';
import { avro, PullWorkplace } from './pull-workplace.ts';

const MONEY = avro('Money', { units: 'long' });
const REFUND = avro('Refund', { id: 'string' });
const REFUND_2 = avro('Refund', { id: 'string', note: ['null', 'string'] });

/** Two subjects, one of which has moved since they were locked. */
async function withDrift(): Promise<PullWorkplace> {
  const place = await PullWorkplace.start();
  await place.register({ money: MONEY, 'refunds-value': REFUND });
  await place.registry.setCompatibilityLevel('NONE');
  await place.lock({ update: ['money', 'refunds-value'] });
  await place.register({ 'refunds-value': REFUND_2 });
  return place;
}

describe('ottla lock', () => {
  it('makes a lock and its texts, and no schema files', async () => {
    await using place = await PullWorkplace.start();
    await place.register({ money: MONEY });
    expect(await place.lock({ update: ['money'] })).toEqual({
      exitCode: 0,
      stdout: ['ottla.lock'],
      stderr: '1 subject in ottla.lock',
    });
    expect(await place.files()).toEqual(['ottla.lock']);
    expect(Object.keys((await readBundle(join(place.folder, 'ottla.lock'))).subjects)).toEqual(['money']);
    expect(await place.lock()).toMatchObject({ stdout: [], stderr: '1 subject in ottla.lock, as they were' });
  });

  it('makes one of the subjects of ottla.yaml', async () => {
    await using place = await PullWorkplace.start();
    await place.registry.setCompatibilityLevel('NONE');
    await place.register({ money: MONEY, 'refunds-value': [REFUND, REFUND_2] });
    await place.write({
      'ottla.yaml':
        'version: 1\nregistry: { versions: all }\nschemas: { path: "{topic}.avsc", subject: "{topic}-value" }\n',
      'refunds.avsc': '"string"',
      'new.avsc': '"string"',
    });
    expect(await place.lock()).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining("the registry does not hold 'new-value'"),
    });
    const { subjects } = await readBundle(join(place.folder, 'ottla.lock'));
    expect(Object.keys(subjects)).toEqual(['refunds-value']);
    expect(subjects['refunds-value']?.versions).toHaveLength(2);
  });

  it('says how the registry differs, and what takes it over', async () => {
    await using place = await withDrift();
    await place.registry.setCompatibilityLevel('FULL', 'money');
    const before = await place.read('ottla.lock');
    expect(await place.lock({ check: true })).toEqual({
      exitCode: 1,
      stdout: [
        'money: the registry has level FULL, the lock has level NONE',
        'refunds-value: the registry has v2, the lock has v1',
      ],
      stderr: '2 differences; ottla lock --update money refunds-value',
    });
    expect(await place.read('ottla.lock')).toBe(before);
    expect(await place.lock({ update: ['refunds-value'] })).toMatchObject({
      exitCode: 0,
      stderr: 'refunds-value: v1 -> v2\n2 subjects in ottla.lock',
    });
    expect((await place.lock({ check: true })).stdout).toHaveLength(1);
    await place.lock();
    expect(await place.lock({ check: true })).toEqual({
      exitCode: 0,
      stdout: [],
      stderr: '2 subjects in ottla.lock as the registry has them',
    });
  });

  it('sends to pull whoever has schema files', async () => {
    await using place = await withDrift();
    await place.pull(['money']);
    expect(await place.lock({ check: true })).toMatchObject({
      exitCode: 1,
      stderr: '1 difference; ottla pull refunds-value',
    });
    // The file of a version that was only locked is written by the next pull.
    await place.pull(['refunds-value']);
    await place.register({ 'refunds-value': avro('Refund', { other: 'int' }) });
    await place.lock();
    expect((await place.pull([], { check: true })).stdout).toEqual([
      'schemas/refunds-value.avsc',
      'ottla.lock',
    ]);
    expect(await place.pull()).toMatchObject({
      exitCode: 0,
      stdout: ['schemas/refunds-value.avsc', 'ottla.lock'],
    });
  });

  it('tells what is gone, and another registry by its ids', async () => {
    await using place = await withDrift();
    await place.registry.deleteSubject('money');
    expect(await place.lock({ check: true })).toMatchObject({
      exitCode: 1,
      stdout: [
        'money: the registry has nothing, the lock has v1',
        'refunds-value: the registry has v2, the lock has v1',
      ],
    });
    await using other = await PullWorkplace.start();
    await other.register({ 'refunds-value': REFUND });
    const ran = await place.lock({ registry: other.server.url });
    expect(ran.stderr).toContain('refunds-value: v1 with id 2 -> v1 with id 1');
    expect(ran.stderr).toContain('warning: ids changed');
  });

  it('names a command that a shell takes, whatever a subject is called', async () => {
    await using place = await PullWorkplace.start();
    const subject = 'a $(b)';
    await place.register({ [subject]: avro('Refund', { id: 'string' }) });
    await place.lock({ update: [subject] });
    await place.registry.setCompatibilityLevel('NONE', subject);
    await place.register({ [subject]: avro('Refund', { id: 'long' }) });
    expect((await place.lock({ check: true })).stderr).toContain("ottla lock --update 'a $(b)'");
  });

  it('is not written by halves', async () => {
    await using place = await withDrift();
    const before = await place.read('ottla.lock');
    await place.server.stop();
    for (const options of [{}, { check: true }]) {
      expect(await place.lock(options)).toMatchObject({ exitCode: 3, stdout: [] });
    }
    expect(await place.read('ottla.lock')).toBe(before);
  });

  it.each([
    [
      'edited by hand',
      (text: string) => text.replace('"version": 1', '"version": 7'),
      'of a merge either side',
    ],
    ['in conflict', (text: string) => `<<<<<<< HEAD\n${text}`, 'of a merge either side'],
    [
      'of another day',
      (text: string) => text.replace('"lockfileVersion": 1', '"lockfileVersion": 2'),
      'the release of ottla that wrote it',
    ],
  ])('%s is refused with what to do', async (_what, edited, remedy) => {
    await using place = await withDrift();
    await place.write({ 'ottla.lock': edited(await place.read('ottla.lock')) });
    expect(await place.lock()).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(remedy) });
  });

  it('fills up texts that are not there without moving what is locked', async () => {
    await using place = await withDrift();
    const before = await place.read('ottla.lock');
    await rm(join(place.folder, '.ottla'), { recursive: true });
    expect(await place.lock({ update: ['money'] })).toMatchObject({ exitCode: 0, stdout: [] });
    expect(await place.read('ottla.lock')).toBe(before);
    expect(Object.keys((await readBundle(join(place.folder, 'ottla.lock'))).schemas)).toHaveLength(2);
  });
});

it('ottla lock runs as a program', async () => {
  await using place = await withDrift();
  const finished = await ottla(['lock', '--check', '--registry', place.server.url], place.folder);
  expect(finished).toMatchObject({
    exitCode: 1,
    stdout: 'refunds-value: the registry has v2, the lock has v1\n',
  });
});
