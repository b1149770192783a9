import { describe, expect, it } from 'vitest';
import { kafkaErrorRows } from './kafka-error-rows.ts';
import { kafkaError, type KafkaErrorRow } from './kafka-errors.ts';

const codesWhere = (test: (row: KafkaErrorRow) => boolean): number[] =>
  kafkaErrorRows.map(([code]) => code).filter((code) => test(kafkaError(code)));

describe('the error table', () => {
  it('has every code of Kafka 4.1 once, in order', () => {
    expect(kafkaErrorRows.map(([code]) => code)).toEqual(
      Array.from({ length: 135 }, (_, index) => index - 1),
    );
  });

  it('has a name of its own and a sentence for each', () => {
    expect(new Set(kafkaErrorRows.map(([, name]) => name)).size).toBe(kafkaErrorRows.length);
    for (const [, name, , text] of kafkaErrorRows) {
      expect(name).toMatch(/^[A-Z][A-Z_]+$/);
      expect(text).toMatch(/^[A-Za-z].*\.$/);
    }
  });

  it('calls retriable what Java does, and REBOOTSTRAP_REQUIRED (129)', () => {
    expect(codesWhere((row) => row.action === 'retriable')).toEqual([
      2, 3, 5, 6, 7, 9, 13, 14, 15, 16, 19, 20, 41, 51, 56, 70, 71, 72, 74, 75, 78, 80, 83, 84, 88, 89, 100,
      103, 106, 122, 123, 129, 133,
    ]);
  });

  it('asks for metadata where Java does, and when the controller moved (41) or the cluster did (129)', () => {
    expect(codesWhere((row) => row.refreshMetadata)).toEqual([
      3, 5, 6, 9, 13, 41, 56, 72, 74, 80, 83, 84, 100, 103, 129,
    ]);
  });

  it('knows after which answers a batch may be in the log', () => {
    expect(codesWhere((row) => row.ambiguous)).toEqual([-1, 6, 7, 13, 20]);
  });

  it('ends the client for what no retry can mend', () => {
    expect(codesWhere((row) => row.action === 'fatal')).toEqual([31, 33, 34, 35, 49, 50, 52, 53, 58, 90]);
  });

  it('aborts the transaction or bumps the epoch for these', () => {
    expect(codesWhere((row) => row.action === 'abortable')).toEqual([
      22, 25, 45, 46, 47, 48, 55, 59, 69, 82, 110, 113, 120,
    ]);
  });

  it('keeps the number of a code it does not know, which is not retriable and tells nothing', () => {
    expect(kafkaError(32767)).toMatchObject({
      code: 32767,
      name: 'UNKNOWN_ERROR_CODE_32767',
      action: 'usage',
      refreshMetadata: false,
      ambiguous: true,
    });
  });

  it('gives the same row for the same code', () => {
    expect(kafkaError(6)).toBe(kafkaError(6));
    expect(kafkaError(6).name).toBe('NOT_LEADER_OR_FOLLOWER');
  });
});
