import { describe, expect, it } from 'vitest';
import { advertisedWarning } from './advertised-address.ts';

const broker = (host: string): { nodeId: number; host: string; port: number; rack: null } => ({
  nodeId: 1,
  host,
  port: 9092,
  rack: null,
});
const remote = [{ host: 'kafka.example', port: 9092 }];

describe('a warning about advertised.listeners', () => {
  it.each(['localhost', '127.0.0.1', '::1', '169.254.169.254', '0.0.0.0'])('is due for %s', (host) => {
    expect(advertisedWarning(remote, [broker('kafka-1'), broker(host)])).toContain('advertised.listeners');
  });

  it.each(['kafka-1', '10.0.0.7', 'localhost.example'])('is not due for %s', (host) => {
    expect(advertisedWarning(remote, [broker(host)])).toBeNull();
  });

  it('is not due when the bootstrap server is local too', () => {
    expect(advertisedWarning([{ host: 'localhost', port: 9092 }], [broker('localhost')])).toBeNull();
  });
});
