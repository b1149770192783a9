import { describe, expect, it } from 'vitest';
import * as errors from './errors.ts';

const {
  ConfluentSchemaRegistryArgumentError,
  ConfluentSchemaRegistryCompatibilityError,
  ConfluentSchemaRegistryError,
  ConfluentSchemaRegistryInvalidSchemaError,
  ConfluentSchemaRegistryValidationError,
} = errors;

describe('the errors', () => {
  it.each([
    ConfluentSchemaRegistryError,
    ConfluentSchemaRegistryArgumentError,
    ConfluentSchemaRegistryCompatibilityError,
    ConfluentSchemaRegistryInvalidSchemaError,
  ])('carry their own name and descend from one: $name', (ErrorClass) => {
    const error = new ErrorClass('what happened');
    expect(error).toBeInstanceOf(ConfluentSchemaRegistryError);
    expect(error).toBeInstanceOf(Error);
    expect([error.name, error.message]).toEqual([ErrorClass.name, 'what happened']);
    expect(error).not.toHaveProperty('cause');
  });

  it('take the words of another error and keep it as their cause', () => {
    const cause = new TypeError('no fields');
    const error = new ConfluentSchemaRegistryArgumentError(cause);
    expect([error.message, error.cause]).toEqual(['no fields', cause]);
  });

  it('take an error without words, and what is no error at all', () => {
    expect(new ConfluentSchemaRegistryError(new Error('')).message).toBe('Error');
    expect(new ConfluentSchemaRegistryError({ message: 'from afar' }).message).toBe('from afar');
    expect(new ConfluentSchemaRegistryError(undefined).message).toBe('undefined');
    expect(new ConfluentSchemaRegistryError(404).message).toBe('404');
  });

  it('tell where a value does not fit', () => {
    const cause = new Error('invalid "int": "x"');
    const error = new ConfluentSchemaRegistryValidationError(cause, [['address', 'zip']]);
    expect(error).toMatchObject({
      name: 'ConfluentSchemaRegistryValidationError',
      message: 'invalid "int": "x"',
      paths: [['address', 'zip']],
      cause,
    });
  });

  it('take the name of a class of the user', () => {
    class MyError extends ConfluentSchemaRegistryError {}
    expect(new MyError('x').name).toBe('MyError');
  });
});
