import { describe, expect, it } from 'vitest';
import {
  ConfigError,
  InvariantError,
  MalformedBytesError,
  OttlaError,
  SerializationError,
  isOttlaError,
} from './errors.ts';

describe('OttlaError', () => {
  it.each<[OttlaError, string, string]>([
    [new ConfigError('wrong'), 'CONFIG_INVALID', 'usage'],
    [new MalformedBytesError('short', 3, 'TRUNCATED'), 'TRUNCATED', 'usage'],
    [new SerializationError('bad', { path: 'a.b' }), 'SERIALIZATION_FAILED', 'usage'],
    [new InvariantError('two batches in one slot'), 'INVARIANT_BROKEN', 'fatal'],
    [new OttlaError('later', { code: 'BUSY', action: 'retriable' }), 'BUSY', 'retriable'],
  ])('%s carries a code and what the caller can do', (error, code, action) => {
    expect(error).toMatchObject({ code, action, name: error.constructor.name });
    expect([error.retriable, error.abortable, error.fatal, error.usage]).toEqual(
      ['retriable', 'abortable', 'fatal', 'usage'].map((each) => each === action),
    );
  });

  it('is known across two copies of the package by its members', () => {
    const foreign = Object.assign(new Error('from another copy'), { code: 'BUSY', action: 'retriable' });
    expect(isOttlaError(foreign)).toBe(true);
    expect(isOttlaError(new Error('plain'))).toBe(false);
    expect(isOttlaError({ code: 'BUSY', action: 'retriable' })).toBe(false);
  });

  it('says nothing of a record unless it is told', () => {
    const error = new ConfigError('wrong');
    expect(Object.keys(error)).not.toContain('outcome');
    error.outcome = 'notWritten';
    expect(error).toMatchObject({ outcome: 'notWritten' });
  });

  it('keeps its cause', () => {
    const cause = new Error('socket');
    expect(new OttlaError('lost', { code: 'LOST', action: 'retriable', cause }).cause).toBe(cause);
  });
});
