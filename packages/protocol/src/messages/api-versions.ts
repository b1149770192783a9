/**
 * ApiVersions (18): which APIs and versions a broker speaks. The first request on a connection.
 *
 * The response header is v0 in every version, so that a client can read the answer before it knows
 * anything. A broker that does not know the version asked for answers in v0 form with UNSUPPORTED_VERSION
 * (35) and, since KIP-511, the versions it does know; `decodeResponse` reads that form too.
 */
import { array, boolean, int16, int32, int64, string, struct } from '../wire/types.ts';
import { defineApi } from './api.ts';

export const apiVersions = defineApi({
  key: 18,
  name: 'ApiVersions',
  versions: '0-4',
  flexible: '3+',
  request: {
    /** Names the client library in the broker's metrics; letters, digits, `.` and `-` (KIP-511). */
    clientSoftwareName: string.since(3, '').default('').ignorable(),
    /** Its version, under the same rule. The broker answers INVALID_REQUEST (42) to other characters. */
    clientSoftwareVersion: string.since(3, '').default('').ignorable(),
  },
  response: {
    /** NONE, UNSUPPORTED_VERSION (35), or INVALID_REQUEST (42) for a malformed software name. */
    errorCode: int16,
    /** Brokers of 4.x list Produce from 0 on (KAFKA-18659) and still refuse 0 to 2. */
    apiKeys: array(
      struct({
        apiKey: int16,
        /** Inclusive. */
        minVersion: int16,
        /** Inclusive. */
        maxVersion: int16,
      }),
    ),
    throttleTimeMs: int32.since(1, 0).default(0).ignorable(),
    /** What this broker could do. v3 leaves out features whose least version is 0 (KAFKA-17011). */
    supportedFeatures: array(struct({ name: string, minVersion: int16, maxVersion: int16 }))
      .tagged(0, 3)
      .default([])
      .ignorable(),
    /** Grows with each change of `finalizedFeatures`; -1 when unknown. */
    finalizedFeaturesEpoch: int64.tagged(1, 3).default(-1n).ignorable(),
    /** What the whole cluster agreed on, such as `transaction.version`: 2 means KIP-890 transactions. */
    finalizedFeatures: array(struct({ name: string, maxVersionLevel: int16, minVersionLevel: int16 }))
      .tagged(2, 3)
      .default([])
      .ignorable(),
    /** Of use to a migration from ZooKeeper only. */
    zkMigrationReady: boolean.tagged(3, 3).default(false).ignorable(),
  },
});
