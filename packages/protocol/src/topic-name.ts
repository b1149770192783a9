/**
 * What a topic may be called: 1 to 249 ASCII letters, digits, `.`, `_` and `-`, but neither `.` nor `..`.
 *
 * Source: `org.apache.kafka.common.internals.Topic`. Clients ask before a name enters a request: a name that
 * no request can carry would fail every topic that stands in the same request. Decides only.
 */
import { ConfigError, printable } from '@ottla/kernel';

const LONGEST_NAME = 249;
const SHOWN_CHARACTERS = 40;

/** Why Kafka would not take this name for a topic; null when it would. */
export function topicNameProblem(name: string): string | null {
  if (name.length === 0) return 'a topic name must not be empty';
  if (name === '.' || name === '..') return `a topic cannot be named '${name}'`;
  if (name.length > LONGEST_NAME) {
    return `a topic name has at most ${LONGEST_NAME} characters, got ${name.length}`;
  }
  if (!/^[a-zA-Z0-9._-]+$/.test(name)) {
    return 'a topic name is made of ASCII letters, digits, dot, underscore and hyphen';
  }
  return null;
}

/**
 * The problem as an error with the code `TOPIC_INVALID`, which shows the name short; null when there is none.
 * @example
 * topicNameError('two words')?.message; // topic 'two words': a topic name is made of ASCII letters, …
 */
export function topicNameError(name: string): ConfigError | null {
  const problem = topicNameProblem(name);
  if (problem === null) return null;
  return new ConfigError(`topic '${printable(name, SHOWN_CHARACTERS)}': ${problem}`, 'TOPIC_INVALID');
}
