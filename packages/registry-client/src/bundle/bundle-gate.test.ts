import type { Logger, RegisteredSchema } from '@ottla/kernel';
import { ManualClock, settled } from '@ottla/kernel/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordText, sampleBundle } from '../../testing/sample-bundle.ts';
import { RegistryError, type RegistryErrorCode } from '../registry-error.ts';
import { BundleGate } from './bundle-gate.ts';
import { BundledSchemas } from './bundled-schemas.ts';

const schemas = new BundledSchemas(
  sampleBundle({
    a: [
      { id: 1, schema: recordText('A') },
      { id: 2, schema: recordText('A', 'int') },
    ],
    b: [{ id: 3, schema: recordText('B') }],
  }),
);
const bundled = schemas.versionOf('a', 2)!;
const other = schemas.versionOf('b', 1)!;
/** What a registry without GUIDs tells of the same content. */
const told: RegisteredSchema = {
  id: 2,
  subject: 'a',
  version: 2,
  schemaType: 'AVRO',
  schema: ` ${bundled.schema}`,
};

function failure(code: RegistryErrorCode): RegistryError {
  return new RegistryError(`cannot ask: ${code}`, { code });
}

/** A registry that replies as it is told at the moment: an answer, a failure, or nothing ever. */
class Reply {
  now: RegisteredSchema | Error | 'silence';
  asked = 0;
  readonly signals: AbortSignal[] = [];
  #late: ((reply: RegisteredSchema | Error) => void)[] = [];

  constructor(now: RegisteredSchema | Error | 'silence') {
    this.now = now;
  }

  readonly ask = async (signal: AbortSignal): Promise<RegisteredSchema> => {
    this.asked++;
    this.signals.push(signal);
    const reply =
      this.now === 'silence'
        ? await new Promise<RegisteredSchema | Error>((resolve) => void this.#late.push(resolve))
        : this.now;
    if (reply instanceof Error) throw reply;
    return reply;
  };

  /** What silent asks are answered at last. */
  late(reply: RegisteredSchema | Error): void {
    for (const resolve of this.#late) resolve(reply);
    this.#late = [];
  }
}

function bench(waitMs = 2_000) {
  const clock = new ManualClock();
  const lines: string[] = [];
  let served = 0;
  const log = (level: string) => (line: string) => void lines.push(`${level} ${line}`);
  const logger: Logger = { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };
  const observer = { bundled: () => void served++ };
  const gate = new BundleGate({ schemas, waitMs, clock, random: () => 0.5, logger, observer });
  const levels = (level: string): string[] => lines.filter((line) => line.startsWith(level));
  return { clock, gate, lines, levels, served: () => served };
}

const disagrees = { code: 'BUNDLE_DISAGREES', action: 'fatal', subject: 'a', schemaId: 2 };

describe('the gate, with the registry there', () => {
  it("answers the registry's word when it agrees, and asks no more", async () => {
    const { gate, clock, lines, served } = bench();
    const reply = new Reply(told);
    expect(gate.known(bundled, 'k')).toBeUndefined();
    expect(await gate.answer(bundled, 'k', reply.ask)).toBe(told);
    expect([gate.confirmed('k'), gate.known(bundled, 'k')]).toEqual([true, bundled]);
    expect(await gate.answer(bundled, 'k', reply.ask)).toBe(bundled);
    expect([reply.asked, served(), lines, clock.pendingTimers]).toEqual([1, 0, [], 0]);
  });

  it('asks once for all who ask at the same time', async () => {
    const { gate } = bench();
    const reply = new Reply(told);
    await Promise.all(Array.from({ length: 1_000 }, () => gate.answer(bundled, 'k', reply.ask)));
    expect(reply.asked).toBe(1);
  });

  it.each<[string, RegisteredSchema | Error, RegExp]>([
    ['another id', { ...told, id: 9 }, /version 2 \(id 2\): the registry says id 9; if this is the registry/],
    ['another content', { ...told, schema: recordText('A', 'long') }, /holds another content under this id/],
    ['another GUID', { ...told, guid: '095d71cf-1255-6b9d-5e33-0ad575b3df5d' }, /another content/],
    ...(['SCHEMA_NOT_FOUND', 'SUBJECT_NOT_FOUND', 'VERSION_NOT_FOUND', 'SCHEMA_INCOMPATIBLE'] as const).map(
      (code) => [code, failure(code), new RegExp(code)] as [string, Error, RegExp],
    ),
  ])('fails loudly and for good when the registry says %s', async (_what, said, why) => {
    const { gate, levels, clock, served } = bench();
    const reply = new Reply(said);
    const expected = { ...disagrees, message: expect.stringMatching(why) };
    await expect(gate.answer(bundled, 'k', reply.ask)).rejects.toMatchObject(expected);
    reply.now = told;
    await expect(gate.answer(bundled, 'k', reply.ask)).rejects.toMatchObject(expected);
    await clock.advanceSettled(600_000);
    expect(() => gate.known(bundled, 'k')).toThrow(expect.objectContaining(expected));
    expect([reply.asked, gate.confirmed('k'), served()]).toEqual([1, false, 0]);
    expect(levels('error')).toEqual([expect.stringMatching(why)]);
  });

  it('does not let one key fail another', async () => {
    const { gate } = bench();
    await expect(gate.answer(bundled, 'k', new Reply({ ...told, id: 9 }).ask)).rejects.toMatchObject(
      disagrees,
    );
    expect(await gate.answer(other, 'l', new Reply(other).ask)).toBe(other);
  });

  it.each<[string, Error]>([
    ['that the caller ended', failure('ABORTED')],
    ['that is fatal', failure('SCHEMA_ID_CONFLICT')],
    ['that is a defect', new TypeError('x is undefined')],
  ])('passes an error on %s, and asks anew', async (_what, error) => {
    const { gate, served } = bench();
    const reply = new Reply(error);
    await expect(gate.answer(bundled, 'k', reply.ask)).rejects.toBe(error);
    reply.now = told;
    expect(await gate.answer(bundled, 'k', reply.ask)).toBe(told);
    expect(served()).toBe(0);
  });
});

describe('the gate, with the registry away', () => {
  it('answers from the bundle at once, warns once, and asks on until it is confirmed', async () => {
    const { gate, clock, levels, served } = bench();
    const reply = new Reply(failure('REGISTRY_UNREACHABLE'));
    for (let use = 0; use < 100; use++) expect(await gate.answer(bundled, 'k', reply.ask)).toBe(bundled);
    expect(gate.known(bundled, 'k')).toBe(bundled);
    expect([reply.asked, served(), clock.now()]).toEqual([1, 101, 1_000]);
    await clock.advanceSettled(30_000);
    expect(reply.asked).toBe(6);
    expect(levels('warn')).toEqual([
      'warn registry: cannot ask: REGISTRY_UNREACHABLE; going on with the bundled schemas until it is back',
    ]);
    reply.now = told;
    await clock.advanceSettled(60_000);
    expect([gate.confirmed('k'), reply.asked, clock.pendingTimers]).toEqual([true, 7, 0]);
    expect(levels('info')).toHaveLength(1);
    expect(await gate.answer(bundled, 'k', reply.ask)).toBe(bundled);
    expect(served()).toBe(101);
  });

  it('waits once for a silent registry, for all who ask', async () => {
    const { gate, clock, levels, served } = bench(2_000);
    const reply = new Reply('silence');
    const answers: RegisteredSchema[] = [];
    for (let use = 0; use < 3; use++)
      void gate.answer(bundled, 'k', reply.ask).then((one) => answers.push(one));
    await clock.advanceSettled(1_999);
    expect(answers).toEqual([]);
    await clock.advanceSettled(1);
    expect(answers).toEqual([bundled, bundled, bundled]);
    // The wait is over for other keys too: the registry is known to be away.
    expect(await gate.answer(other, 'l', reply.ask)).toBe(other);
    expect([reply.asked, served(), levels('warn').length]).toEqual([1, 4, 1]);
    expect(levels('warn')[0]).toContain("no word within 2000 ms about subject 'a', version 2 (id 2)");
  });

  it('takes the late word of a silent registry', async () => {
    const { gate, clock } = bench();
    const [reply, refuting] = [new Reply('silence'), new Reply('silence')];
    const first = [gate.answer(bundled, 'k', reply.ask), gate.answer(other, 'l', refuting.ask)];
    await clock.advanceSettled(2_000);
    expect(await Promise.all(first)).toEqual([bundled, other]);
    reply.late(told);
    refuting.late({ ...other, id: 77 });
    await settled();
    expect(gate.confirmed('k')).toBe(true);
    await expect(gate.answer(other, 'l', refuting.ask)).rejects.toMatchObject({ code: 'BUNDLE_DISAGREES' });
    expect([reply.asked, refuting.asked, clock.pendingTimers]).toEqual([1, 1, 0]);
  });

  it('asks on after a silence that ended in a failure', async () => {
    const { gate, clock } = bench();
    const reply = new Reply('silence');
    const first = gate.answer(bundled, 'k', reply.ask);
    await clock.advanceSettled(2_000);
    await first;
    reply.late(failure('REGISTRY_TIMED_OUT'));
    reply.now = told;
    await clock.advanceSettled(1_000);
    expect([gate.confirmed('k'), reply.asked]).toEqual([true, 2]);
  });

  it('fails later uses loudly when the registry comes back and disagrees', async () => {
    const { gate, clock, levels } = bench();
    const reply = new Reply(failure('REGISTRY_UNAVAILABLE'));
    expect(await gate.answer(bundled, 'k', reply.ask)).toBe(bundled);
    reply.now = failure('SCHEMA_NOT_FOUND');
    await clock.advanceSettled(1_000);
    await expect(gate.answer(bundled, 'k', reply.ask)).rejects.toMatchObject(disagrees);
    expect(() => gate.known(bundled, 'k')).toThrow(RegistryError);
    expect(levels('error')).toHaveLength(1);
  });

  it('asks soon for everything when it hears the registry again', async () => {
    const { gate, clock } = bench();
    const [silent, away] = [new Reply('silence'), new Reply(failure('REGISTRY_UNREACHABLE'))];
    const first = gate.answer(bundled, 'k', silent.ask);
    await clock.advanceSettled(2_000);
    expect(await first).toBe(bundled);
    // Asked for while the registry is known to be away: served, and asked for in the background only.
    expect([await gate.answer(other, 'l', away.ask), away.asked]).toEqual([other, 0]);
    await clock.advanceSettled(300_000);
    const before = away.asked;
    away.now = other;
    silent.late(told);
    await clock.advanceSettled(500);
    expect([gate.confirmed('k'), gate.confirmed('l'), away.asked]).toEqual([true, true, before + 1]);
  });

  it('warns again in the next outage', async () => {
    const { gate, clock, levels } = bench();
    const reply = new Reply(failure('REGISTRY_UNREACHABLE'));
    await gate.answer(bundled, 'k', reply.ask);
    reply.now = told;
    await clock.advanceSettled(1_000);
    await gate.answer(other, 'l', new Reply(failure('REGISTRY_THROTTLED')).ask);
    expect(levels('warn')).toHaveLength(2);
  });

  it('does not wait at all when told so, and still hears the registry', async () => {
    const { gate, levels } = bench(0);
    const reply = new Reply(told);
    expect(await gate.answer(bundled, 'k', reply.ask)).toBe(bundled);
    await settled();
    expect([gate.confirmed('k'), levels('warn')]).toEqual([true, []]);
  });
});

describe('the gate, with a registry that refuses to answer', () => {
  it.each(['REGISTRY_UNAUTHORIZED', 'REGISTRY_NOT_JSON', 'REGISTRY_ROUTE_NOT_FOUND'] as const)(
    'for %s answers from the bundle, and warns at every try',
    async (code) => {
      const { gate, clock, levels, served } = bench();
      const reply = new Reply(failure(code));
      for (let use = 0; use < 10; use++) expect(await gate.answer(bundled, 'k', reply.ask)).toBe(bundled);
      expect([levels('warn').length, served()]).toEqual([1, 10]);
      expect(levels('warn')[0]).toMatch(
        new RegExp(`${code}; going on with .* 'a', version 2 .*unconfirmed, until this is mended`),
      );
      await clock.advanceSettled(120_000);
      expect(levels('warn')).toHaveLength(reply.asked);
      expect(reply.asked).toBeGreaterThan(6);
      // What it says of one key is not taken as an outage: others are asked for.
      expect(await gate.answer(other, 'l', new Reply(other).ask)).toBe(other);
      reply.now = told;
      await clock.advanceSettled(60_000);
      expect(gate.confirmed('k')).toBe(true);
    },
  );

  it('logs what a background ask fails with when that is no word about the registry', async () => {
    const { gate, clock, levels } = bench();
    const reply = new Reply(failure('REGISTRY_UNREACHABLE'));
    await gate.answer(bundled, 'k', reply.ask);
    reply.now = failure('SCHEMA_ID_CONFLICT');
    await clock.advanceSettled(1_000);
    expect(levels('error')).toEqual([
      expect.stringMatching(/cannot confirm subject 'a'.*SCHEMA_ID_CONFLICT/),
    ]);
    expect(gate.known(bundled, 'k')).toBeUndefined();
  });
});

describe('the gate, for the latest version', () => {
  it('asks each time, and takes a newer one for no disagreement', async () => {
    const { gate } = bench();
    const newer = { ...told, id: 9, version: 3, schema: recordText('A', 'long') };
    const reply = new Reply(newer);
    expect(await gate.answerLatest(bundled, 'k', reply.ask)).toBe(newer);
    reply.now = told;
    expect(await gate.answerLatest(bundled, 'k', reply.ask)).toBe(told);
    expect([reply.asked, gate.confirmed('k'), gate.known(bundled, 'k')]).toEqual([2, false, undefined]);
  });

  it('answers from the bundle only while the registry is away', async () => {
    const { gate, clock, served } = bench();
    const reply = new Reply(failure('REGISTRY_UNREACHABLE'));
    expect(await gate.answerLatest(bundled, 'k', reply.ask)).toBe(bundled);
    expect(await gate.answerLatest(bundled, 'k', reply.ask)).toBe(bundled);
    expect([reply.asked, served()]).toEqual([1, 2]);
    const newer = { ...told, id: 9, version: 3 };
    reply.now = newer;
    await clock.advanceSettled(1_000);
    expect(await gate.answerLatest(bundled, 'k', reply.ask)).toBe(newer);
    expect(reply.asked).toBe(3);
  });

  it.each<[string, RegisteredSchema | Error, RegExp]>([
    ['gives its version another id', { ...told, id: 9 }, /says id 9/],
    ['gives its version another content', { ...told, schema: recordText('A', 'long') }, /another content/],
    ['has only older ones', { ...told, version: 1 }, /the registry's latest is version 1;/],
    ['does not know the subject', failure('SUBJECT_NOT_FOUND'), /SUBJECT_NOT_FOUND/],
  ])('fails loudly when the registry %s', async (_what, said, why) => {
    const { gate } = bench();
    const reply = new Reply(said);
    await expect(gate.answerLatest(bundled, 'k', reply.ask)).rejects.toMatchObject({
      ...disagrees,
      message: expect.stringMatching(why),
    });
    reply.now = told;
    await expect(gate.answerLatest(bundled, 'k', reply.ask)).rejects.toMatchObject(disagrees);
  });
});

describe('the gate, in any order of answers, failures and pauses', () => {
  const steps = fc.array(
    fc.oneof(
      fc.constantFrom(
        'ask',
        'agree',
        'disagree',
        'away',
        'refuse',
        'silence',
        'late',
      ) as fc.Arbitrary<string>,
      fc.integer({ min: 1, max: 90_000 }).map(String),
    ),
    { maxLength: 16 },
  );

  it('gives the bundled id or the loud error, and once it knows, the same for good', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.constantFrom(0, 500), async (order, waitMs) => {
        const { gate, clock } = bench(waitMs);
        const reply = new Reply('silence');
        const said: Record<string, RegisteredSchema | Error | 'silence'> = {
          agree: told,
          disagree: { ...told, id: 9 },
          away: failure('REGISTRY_UNREACHABLE'),
          refuse: failure('REGISTRY_UNAUTHORIZED'),
          silence: 'silence',
        };
        const pending: Promise<number | string>[] = [];
        const ids = (answer: Promise<RegisteredSchema>): Promise<number | string> =>
          answer.then(
            ({ id }) => id,
            (error: RegistryError) => error.code,
          );
        let known: number | string | undefined;
        for (const step of [...order, 'late', '60000', 'ask', '500', 'ask']) {
          if (step === 'ask') {
            const before = known;
            const answer = ids(gate.answer(bundled, 'k', reply.ask));
            pending.push(answer);
            if (before !== undefined) expect(await answer).toBe(before);
          } else if (step === 'late') {
            if (reply.now !== 'silence') reply.late(reply.now);
          } else if (step in said) reply.now = said[step]!;
          else await clock.advanceSettled(Number(step));
          await settled();
          if (gate.confirmed('k')) known ??= 2;
          if (known === 2) expect(gate.confirmed('k')).toBe(true);
          else known ??= refuted(gate) ? 'BUNDLE_DISAGREES' : undefined;
        }
        await clock.advanceSettled(500);
        for (const answer of await Promise.all(pending)) expect([2, 'BUNDLE_DISAGREES']).toContain(answer);
        reply.now = told;
        reply.late(told);
        await clock.advanceSettled(120_000);
        expect(gate.confirmed('k') || refuted(gate)).toBe(true);
        expect(clock.pendingTimers).toBe(0);
      }),
      { numRuns: 80 },
    );
  });

  function refuted(gate: BundleGate): boolean {
    try {
      gate.known(bundled, 'k');
      return false;
    } catch {
      return true;
    }
  }
});

describe('a gate that closes', () => {
  it('rejects who waits and who comes, aborts flights, leaves no timer and says nothing more', async () => {
    const { gate, clock, lines } = bench();
    const [silent, away] = [new Reply('silence'), new Reply(failure('REGISTRY_UNREACHABLE'))];
    const waiting = gate.answer(bundled, 'k', silent.ask);
    await settled();
    expect(await gate.answer(other, 'l', away.ask)).toBe(other);
    expect(clock.pendingTimers).toBe(2);
    gate.close();
    await expect(waiting).rejects.toMatchObject({ code: 'CLOSED', subject: 'a' });
    await expect(gate.answer(other, 'l', away.ask)).rejects.toMatchObject({ code: 'CLOSED' });
    expect(silent.signals.map(({ aborted }) => aborted)).toEqual([true]);
    const said = lines.length;
    silent.late({ ...told, id: 9 });
    await clock.advanceSettled(600_000);
    expect([clock.pendingTimers, lines.length, away.asked]).toEqual([0, said, 1]);
  });

  it('does not hear what comes after it, though somebody was served meanwhile', async () => {
    const { gate, clock, lines } = bench();
    const silent = new Reply('silence');
    const served = gate.answer(bundled, 'k', silent.ask);
    await clock.advanceSettled(2_000);
    expect(await served).toBe(bundled);
    gate.close();
    const said = lines.length;
    silent.late({ ...told, id: 9 });
    await settled();
    expect([lines.length, gate.known(bundled, 'k')]).toEqual([said, bundled]);
  });
});
