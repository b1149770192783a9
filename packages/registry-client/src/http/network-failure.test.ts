import { describe, expect, it } from 'vitest';
import { BodyEncodingError, BodyTooLargeError } from './bounded-body.ts';
import { networkFailure } from './network-failure.ts';

const failed = (error: unknown, url = 'https://r/subjects') =>
  networkFailure(error, { purpose: 'list the subjects', url }, 1_000);
const withCode = (code: string) => Object.assign(new Error(`it said ${code}`), { code });

describe('what the network throws', () => {
  it.each([
    'SELF_SIGNED_CERT_IN_CHAIN',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'CERT_HAS_EXPIRED',
    'CERT_NOT_YET_VALID',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
    'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
    'HOSTNAME_MISMATCH',
  ])('with %s is a failure of TLS, and the remedy names the option', (code) => {
    const error = failed(withCode(code));
    expect(error).toMatchObject({ code: 'REGISTRY_TLS_FAILED', action: 'usage', url: 'https://r/subjects' });
    expect(error.message).toMatch(/TLS failed: it said .*the option 'tls' as ca.*as cert and key$/);
  });

  it.each(['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG'])(
    'with %s asks whether the address is http://',
    (code) => {
      const error = failed(withCode(code));
      expect(error).toMatchObject({ code: 'REGISTRY_TLS_FAILED', action: 'usage' });
      expect(error.message).toMatch(/does not speak TLS; is its address http:\/\/ instead of https:\/\/\?$/);
    },
  );

  it.each(['ECONNREFUSED', 'ENOTFOUND', 'ECONNRESET', 'UND_ERR_SOCKET', 'UND_ERR_CONNECT_TIMEOUT'])(
    'with %s may pass',
    (code) => {
      expect(failed(withCode(code))).toMatchObject({ code: 'REGISTRY_UNREACHABLE', action: 'retriable' });
    },
  );

  it('names client certificates when a TLS connection just ends', () => {
    expect(failed(withCode('ECONNRESET')).message).toContain("that 'tls' holds the client certificate");
    expect(failed(withCode('ECONNRESET'), 'http://r').message).not.toContain('tls');
  });

  it('is told with the reason of every address tried', () => {
    const both = new AggregateError([withCode('ECONNREFUSED'), withCode('EHOSTUNREACH')]);
    expect(failed(both).message).toContain('it said ECONNREFUSED; it said EHOSTUNREACH; check that');
  });

  it('may be no Error', () => {
    expect(failed('\u001b[31mred').message).toContain('/subjects:  [31mred; check that the registry runs');
  });

  it('may be about the body', () => {
    expect(failed(new BodyTooLargeError('x'))).toMatchObject({ code: 'REGISTRY_ANSWER_TOO_LARGE' });
    expect(failed(new BodyEncodingError('not gzip'))).toMatchObject({ code: 'REGISTRY_NOT_JSON' });
  });
});
