import { describe, expect, it } from 'vitest';
import { BrokerError } from './broker-error.ts';

describe('an error a broker answered with', () => {
  it('carries number, name and what can be done', () => {
    expect(new BrokerError("CreateTopics 'orders'", 36)).toMatchObject({
      kafkaCode: 36,
      code: 'TOPIC_ALREADY_EXISTS',
      action: 'usage',
      message: expect.stringMatching(/^CreateTopics 'orders': TOPIC_ALREADY_EXISTS \(36\): /) as string,
    });
  });

  it('keeps a number nobody knows, and is not retriable', () => {
    expect(new BrokerError('Produce', 32767)).toMatchObject({ kafkaCode: 32767, retriable: false });
  });

  it("cuts the broker's own words and disarms them", () => {
    const { message } = new BrokerError('Produce', 42, `\u001b[2Jred${'x'.repeat(50_000_000)}`);
    expect(message.length).toBeLessThan(400);
    expect(message).not.toContain('\u001b');
  });
});
