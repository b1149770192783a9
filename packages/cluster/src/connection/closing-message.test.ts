import { describe, expect, it } from 'vitest';
import { closingMessage } from './closing-message.ts';

const peer = 'broker 1 at kafka-1:9092';

describe('the message about a connection that ended', () => {
  it.each([
    {
      stage: 'connecting',
      answered: false,
      cause: new Error('connect ECONNREFUSED'),
      says: /cannot connect: connect ECONNREFUSED$/,
    },
    { stage: 'negotiating', answered: false, cause: undefined, says: /before it told its versions; .*TLS/ },
    { stage: 'ready', answered: false, cause: undefined, says: /before it answered any request; .*SASL/ },
    {
      stage: 'ready',
      answered: true,
      cause: new Error('read ECONNRESET'),
      says: /disconnected: read ECONNRESET$/,
    },
  ] as const)('says what may lie behind it while $stage (answered: $answered)', ({ says, ...ending }) => {
    const message = closingMessage({ peer, ...ending });
    expect(message).toMatch(says);
    expect(message).toContain(peer);
  });

  it('disarms what came from elsewhere', () => {
    const cause = new Error('bad\u001b[31m');
    expect(closingMessage({ peer, stage: 'ready', answered: true, cause })).not.toContain('\u001b');
  });
});
