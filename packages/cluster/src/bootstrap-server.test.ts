import { describe, expect, it } from 'vitest';
import { addressText, parseBootstrapServer } from './bootstrap-server.ts';

describe("a bootstrap server as 'host:port'", () => {
  it.each([
    { text: 'localhost:9092', host: 'localhost', port: 9092 },
    { text: 'kafka-1.prod.example:1', host: 'kafka-1.prod.example', port: 1 },
    { text: '127.0.0.1:65535', host: '127.0.0.1', port: 65535 },
    { text: '[::1]:9092', host: '::1', port: 9092 },
    { text: '[fe80::1%eth0]:9092', host: 'fe80::1%eth0', port: 9092 },
    { text: 'bücher.example:9092', host: 'bücher.example', port: 9092 },
  ])('reads $text', ({ text, host, port }) => {
    expect(parseBootstrapServer(text)).toEqual({ host, port });
    expect(addressText({ host, port })).toBe(text);
  });

  it.each([
    { text: 'http://localhost:9092', remedy: "leave out 'http://'" },
    { text: 'SASL_SSL://kafka:9092', remedy: "leave out 'SASL_SSL://'" },
    { text: 'localhost', remedy: "add the port: 'localhost:9092'" },
    { text: '[::1]', remedy: "add the port: '[::1]:9092'" },
    { text: '::1:9092', remedy: 'put an IPv6 address in brackets' },
    { text: 'a:9092,b:9092', remedy: 'give several servers as several strings' },
    { text: 'localhost:', remedy: "write 'host:port'" },
    { text: ':9092', remedy: "write 'host:port'" },
    { text: 'localhost:0', remedy: 'a port between 1 and 65535' },
    { text: 'localhost:65536', remedy: 'a port between 1 and 65535' },
    { text: 'localhost:-1', remedy: 'a port between 1 and 65535' },
    { text: 'localhost:9092/', remedy: "write 'host:port'" },
    { text: 'user@host:9092', remedy: 'leave out user and password' },
    { text: 'a b:9092', remedy: "write 'host:port'" },
    { text: 'a\n:9092', remedy: "write 'host:port'" },
    { text: `${'a'.repeat(256)}:9092`, remedy: "write 'host:port'" },
  ])('refuses $text and says: $remedy', ({ text, remedy }) => {
    expect(() => parseBootstrapServer(text)).toThrowError(
      expect.objectContaining({
        code: 'BOOTSTRAP_SERVER_INVALID',
        action: 'usage',
        message: expect.stringContaining(remedy) as string,
      }),
    );
  });

  it.each(['ada:secret@host:9092', 'kafka://ada:secret@host:9092'])('repeats no password of %s', (text) => {
    expect(() => parseBootstrapServer(text)).toThrowError(
      expect.objectContaining({ message: expect.not.stringContaining('secret') as string }),
    );
  });
});
