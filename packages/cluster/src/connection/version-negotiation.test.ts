import { describe, expect, it } from 'vitest';
import { fetch, initProducerId } from '@ottla/protocol';
import { brokerVersionsOf, negotiateVersion } from './version-negotiation.ts';

const { max } = initProducerId.versions;
const offered = (minVersion: number, maxVersion: number): ReturnType<typeof brokerVersionsOf> =>
  brokerVersionsOf([{ apiKey: initProducerId.key, minVersion, maxVersion }]);

describe('version negotiation', () => {
  it.each([
    { broker: [0, max], chosen: max, why: 'both know the same' },
    { broker: [0, 2], chosen: 2, why: 'the broker is older' },
    { broker: [1, 32767], chosen: max, why: 'the broker is newer' },
    { broker: [max, max], chosen: max, why: 'they share one version' },
  ])('takes $chosen when $why', ({ broker: [minVersion = 0, maxVersion = 0], chosen }) => {
    expect(negotiateVersion(initProducerId, offered(minVersion, maxVersion))).toBe(chosen);
  });

  it('stays at or below the version a caller asks for at most', () => {
    expect(
      negotiateVersion(fetch, brokerVersionsOf([{ apiKey: 1, minVersion: 4, maxVersion: 17 }]), 12),
    ).toBe(12);
  });

  it.each([
    { broker: [max + 1, max + 3], text: `the broker speaks ${max + 1} to ${max + 3}` },
    { broker: [5, 3], text: 'the broker does not offer it' },
    { broker: [-2, -1], text: 'the broker does not offer it' },
  ])(
    'names both ranges when the broker lists $broker',
    ({ broker: [minVersion = 0, maxVersion = 0], text }) => {
      expect(() => negotiateVersion(initProducerId, offered(minVersion, maxVersion))).toThrowError(
        expect.objectContaining({
          code: 'UNSUPPORTED_VERSION',
          message: expect.stringContaining(
            `InitProducerId: this client speaks versions 0 to ${max}, ${text}`,
          ) as string,
        }),
      );
    },
  );

  it('names a broker that is too new for a capped version', () => {
    const versions = brokerVersionsOf([{ apiKey: 1, minVersion: 13, maxVersion: 17 }]);
    expect(() => negotiateVersion(fetch, versions, 12)).toThrowError(
      /versions 4 to 12, the broker speaks 13 to 17/,
    );
  });
});
