/** ApiVersions, over the wire in every version. */
import { apiVersions, apis, errorCodes, produce } from '@ottla/protocol';
import { describe, expect, it } from 'vitest';
import { acrossTheWire, ask, oneBroker } from '../../../testing/broker-fixture.ts';

const { min, max } = apiVersions.versions;
const versions = Array.from({ length: max - min + 1 }, (_, step) => min + step);
const software = { clientSoftwareName: 'ottla', clientSoftwareVersion: '0.1.0' };

describe('ApiVersions', () => {
  it.each(versions)('v%i lists the APIs that are served, by the versions of their tables', (version) => {
    const body = ask(oneBroker().broker, apiVersions, { version, body: software });
    expect(body.errorCode).toBe(0);
    expect(body.finalizedFeatures).toEqual([]);
    expect(body.apiKeys.map(({ apiKey }) => apiKey)).toEqual([0, 1, 2, 3, 18, 19, 20, 22]);
    for (const { apiKey, minVersion, maxVersion } of body.apiKeys) {
      const api = apis.find(({ key }) => key === apiKey);
      expect(maxVersion).toBe(api?.versions.max);
      expect(minVersion).toBe(apiKey === produce.key ? 0 : api?.versions.min);
    }
  });

  it.each(['', ' ', '-ottla', 'ottla.', 'ot/tla', 'öttla'])(
    'refuses the software name %j from v3 on',
    (name) => {
      const { broker } = oneBroker();
      const body = { ...software, clientSoftwareName: name };
      expect(ask(broker, apiVersions, { version: 2, body }).errorCode).toBe(0);
      const refused = ask(broker, apiVersions, { version: 3, body });
      expect(refused).toMatchObject({ errorCode: errorCodes.INVALID_REQUEST, apiKeys: [] });
    },
  );

  it('answers a version nobody knows in version 0, with the list', () => {
    const answer = oneBroker().broker.refuseVersion(apiVersions.key);
    if (answer.kind !== 'answer') throw new Error('no answer');
    const body = acrossTheWire(apiVersions, 0, answer.body);
    expect(body.errorCode).toBe(errorCodes.UNSUPPORTED_VERSION);
    expect(body.apiKeys).toHaveLength(8);
  });

  it('ends the connection for any other unknown version', () => {
    expect(oneBroker().broker.refuseVersion(produce.key)).toMatchObject({ kind: 'close' });
    expect(oneBroker().broker.refuseVersion(999)).toMatchObject({ kind: 'close' });
  });
});
