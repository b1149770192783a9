/**
 * The parts of docs/internals/producer.md that are drawn from the code: state diagrams and the verdict tables.
 *
 * The page is written by hand and holds these texts; a spec compares them, so neither can change alone.
 */
import { errorCodes } from '@ottla/protocol';
import type { PartitionAnswer } from '../src/core/effects.ts';
import type { TransitionTable } from '../src/core/transitions.ts';
import { isAmbiguous, judge, type BatchStanding, type Verdict } from '../src/core/verdict.ts';
import { OK } from './scripted-world.ts';

/** Mermaid; the first state of a table is the one a machine begins in. */
export function stateDiagram(table: TransitionTable<string>): string {
  const states = Object.keys(table);
  const moves = states.flatMap((from) => {
    const next = table[from] ?? [];
    return next.length === 0 ? [`${from} --> [*]`] : next.map((to) => `${from} --> ${to}`);
  });
  return ['stateDiagram-v2', ...[`[*] --> ${states[0]}`, ...moves].map((line) => `  ${line}`)].join('\n');
}

/** A batch of two records at the head of its line, of an idempotent producer. */
const USUAL: BatchStanding = {
  idempotent: true,
  recordCount: 2,
  abandoned: false,
  headOfLine: true,
  provenBySuccessor: false,
  renumbered: false,
};

const ACTS: Readonly<Record<Verdict, string>> = {
  delivered: 'settles the records as delivered',
  retry: 'sends it again under the same sequence, after a pause',
  renumber: 'lets the partition drain, bumps the epoch, and sends it again from sequence 0',
  split: 'sends it again in halves',
  fail: 'fails its records; the producer goes on',
  failProducer: 'fails its records and everything else: the producer may not go on',
};

function verdictOf(errorCode: number, standing: Partial<BatchStanding> = {}, logStartOffset = 0n): Verdict {
  const answer: PartitionAnswer = { ...OK, errorCode, logStartOffset };
  return judge(answer, { ...USUAL, ...standing });
}

export type Row = readonly string[];

/** What a broker may answer for a batch (ReplicaManager, UnifiedLog, LogValidator of Kafka 4.1, and the wire). */
const PRODUCE_CODES: readonly (keyof typeof errorCodes)[] = [
  'UNKNOWN_SERVER_ERROR',
  'NONE',
  'CORRUPT_MESSAGE',
  'UNKNOWN_TOPIC_OR_PARTITION',
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_OR_FOLLOWER',
  'REQUEST_TIMED_OUT',
  'MESSAGE_TOO_LARGE',
  'INVALID_TOPIC_EXCEPTION',
  'RECORD_LIST_TOO_LARGE',
  'NOT_ENOUGH_REPLICAS',
  'NOT_ENOUGH_REPLICAS_AFTER_APPEND',
  'INVALID_REQUIRED_ACKS',
  'TOPIC_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'INVALID_TIMESTAMP',
  'UNSUPPORTED_VERSION',
  'UNSUPPORTED_FOR_MESSAGE_FORMAT',
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'DUPLICATE_SEQUENCE_NUMBER',
  'INVALID_PRODUCER_EPOCH',
  'KAFKA_STORAGE_ERROR',
  'UNKNOWN_PRODUCER_ID',
  'FENCED_LEADER_EPOCH',
  'UNSUPPORTED_COMPRESSION_TYPE',
  'INVALID_RECORD',
  'PRODUCER_FENCED',
  'UNKNOWN_TOPIC_ID',
  'INCONSISTENT_TOPIC_ID',
];

/** Number, name, verdict, and whether the batch may be in the log all the same. */
export function verdictRows(): Row[] {
  return PRODUCE_CODES.map((name) => {
    const code = errorCodes[name];
    return [`${code}`, name, `\`${verdictOf(code)}\``, isAmbiguous(code) ? 'maybe' : ''];
  });
}

/** What the producer does for each verdict. */
export function actRows(): Row[] {
  return Object.entries(ACTS).map(([verdict, act]) => [`\`${verdict}\``, act]);
}

/** Where the verdict depends on more than the code. */
export function standingRows(): Row[] {
  const cases: readonly (readonly [keyof typeof errorCodes, string, Partial<BatchStanding>, bigint?])[] = [
    ['MESSAGE_TOO_LARGE', 'it holds one record', { recordCount: 1 }],
    ['MESSAGE_TOO_LARGE', 'its promises are settled already', { abandoned: true }],
    ['OUT_OF_ORDER_SEQUENCE_NUMBER', 'a later batch was acknowledged', { provenBySuccessor: true }],
    ['OUT_OF_ORDER_SEQUENCE_NUMBER', 'an earlier batch is undecided', { headOfLine: false }],
    ['OUT_OF_ORDER_SEQUENCE_NUMBER', 'it is the head of the line', {}],
    ['INVALID_PRODUCER_EPOCH', 'a later batch was acknowledged', { provenBySuccessor: true }],
    ['INVALID_PRODUCER_EPOCH', 'any other', {}],
    ['UNKNOWN_PRODUCER_ID', 'a later batch was acknowledged', { provenBySuccessor: true }],
    ['UNKNOWN_PRODUCER_ID', 'the broker tells no log start offset', {}, -1n],
    ['UNKNOWN_PRODUCER_ID', 'it was renumbered before', { renumbered: true }],
    ['UNKNOWN_PRODUCER_ID', 'any other', {}],
    ['OUT_OF_ORDER_SEQUENCE_NUMBER', 'the producer is not idempotent', { idempotent: false }],
  ];
  return cases.map(([name, when, standing, logStartOffset]) => [
    name,
    when,
    `\`${verdictOf(errorCodes[name], standing, logStartOffset)}\``,
  ]);
}
