import { describe, expect, it } from 'vitest';
import { topicNameError, topicNameProblem } from './topic-name.ts';

describe('a topic name', () => {
  it.each(['a', 'orders', 'com.acme.Orders_v2-eu', '...', '__consumer_offsets', 'x'.repeat(249)])(
    'may be %s',
    (name) => {
      expect(topicNameProblem(name)).toBeNull();
      expect(topicNameError(name)).toBeNull();
    },
  );

  it.each([
    ['', 'must not be empty'],
    ['.', "cannot be named '.'"],
    ['..', "cannot be named '..'"],
    ['x'.repeat(250), 'at most 249 characters, got 250'],
    ['two words', 'letters, digits, dot, underscore and hyphen'],
    ['orders\n', 'letters, digits, dot, underscore and hyphen'],
    ['objednávky', 'letters, digits, dot, underscore and hyphen'],
    ['a/b', 'letters, digits, dot, underscore and hyphen'],
  ])('may not be %j', (name, problem) => {
    expect(topicNameProblem(name)).toContain(problem);
    expect(topicNameError(name)).toMatchObject({ code: 'TOPIC_INVALID', action: 'usage' });
  });

  it('that is refused is shown short and printable', () => {
    expect(topicNameError(`\u{1b}[31m${'x'.repeat(40_000)}`)?.message).toMatch(
      /^topic ' \[31mx{35}…': a topic name has at most 249 characters, got 40005$/u,
    );
  });
});
