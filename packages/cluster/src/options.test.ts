import { describe, expect, it } from 'vitest';
import { resolveClusterOptions } from './options.ts';

const bootstrapServers = ['localhost:9092'];

describe('the options of a cluster', () => {
  it('have these defaults', () => {
    expect(resolveClusterOptions({ bootstrapServers })).toMatchObject({
      clientId: 'ottla',
      requestTimeoutMs: 30_000,
      connectTimeoutMs: 10_000,
      reconnectBackoffMs: 50,
      reconnectBackoffMaxMs: 1000,
      metadataMaxAgeMs: 300_000,
      maxFrameBytes: 104_857_600,
    });
  });

  it.each([
    { given: {}, says: "option 'bootstrapServers' is missing" },
    { given: { bootstrapServers: [] }, says: "'bootstrapServers' must be a non-empty array of strings" },
    { given: { bootstrapServers: 'localhost:9092' }, says: 'must be a non-empty array of strings' },
    { given: { bootstrapServers: ['https://kafka:9092'] }, says: "leave out 'https://'" },
    {
      given: { bootstrapServers, requestTimeoutMs: 0 },
      says: "'requestTimeoutMs' must be an integer of 1 or more",
    },
    { given: { bootstrapServers, bootstrapServer: 'x' }, says: "did you mean 'bootstrapServers'?" },
    { given: { bootstrapServers, logger: { debug: 1 } }, says: "'logger' must be an object with debug()" },
  ])('refuse $given', ({ given, says }) => {
    // What JavaScript callers may write.
    expect(() => resolveClusterOptions(given as never)).toThrowError(
      expect.objectContaining({ action: 'usage', message: expect.stringContaining(says) as string }),
    );
  });
});
