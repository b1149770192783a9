/**
 * Reports for the specs of formats: one that shows everything a report can say, one with hostile names, one
 * of any size.
 */
import { SchemaError, type HistoryFinding, type Position } from '@ottla/schema';
import type { Report, ReportedFinding } from '../src/report/report.ts';

export const CUSTOMER = `{
  "type": "record",
  "name": "Customer",
  "namespace": "com.acme",
  "fields": [
    { "name": "id", "type": "long" },
    { "name": "email", "type": ["null", "string"] },
    {
      "type": "string",
      "name": "loyaltyTier"
    }
  ]
}
`;

const OLD_CUSTOMER = `{
  "type": "record",
  "name": "Customer",
  "namespace": "com.acme",
  "fields": [
    { "name": "id", "type": "long" },
    { "name": "email", "type": ["null", "bytes", "string"] }
  ]
}
`;

const ORDER = `{"type":"record","name":"Order","namespace":"com.acme","fields":[{"name":"total","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":4}}]}`;

const BROKEN = `{
  "type": "recrod",
  "name": "Refund"
}
`;

const at = (file: string, line: number, column: number): Position => ({ file, line, column });

export const addedField: HistoryFinding = {
  rule: 'FIELD_ADDED_WITHOUT_DEFAULT',
  severity: 'error',
  path: 'com.acme.Customer.loyaltyTier',
  message: 'a reader with this schema cannot fill the field for old data',
  position: at('schemas/customer.avsc', 8, 5),
  other: null,
  fix: 'add a default, e.g. "default": "NONE"',
  detail: '',
  direction: 'BACKWARD',
  incompatibility: {
    kind: 'READER_FIELD_MISSING_DEFAULT_VALUE',
    location: '/fields/2',
    message: 'loyaltyTier',
    reader: at('schemas/customer.avsc', 8, 5),
    writer: at('origin/main:schemas/customer.avsc', 1, 1),
  },
  inner: [],
  versions: ['v1', 'v2', 'v3', 'v4'],
  weakerLevel: 'NONE',
  deployOrder: 'upgrade producers first, then consumers',
};

const removedBranch: HistoryFinding = {
  ...addedField,
  rule: 'UNION_BRANCH_REMOVED',
  path: 'com.acme.Customer.email',
  message: 'old data may hold bytes, which no branch takes',
  position: at('schemas/customer.avsc', 7, 32),
  other: at('origin/main:schemas/customer.avsc', 7, 41),
  fix: null,
  detail: 'bytes',
  incompatibility: null,
  inner: ['the branch null cannot read bytes', 'the branch string is tried: it can read bytes'],
  versions: ['v1', 'v2'],
  weakerLevel: 'BACKWARD',
  deployOrder: '',
};

const changedScale: HistoryFinding = {
  ...addedField,
  rule: 'DECIMAL_SCALE_CHANGED',
  severity: 'warn',
  path: 'com.acme.Order.total',
  message: 'registry would accept; values change meaning',
  position: at('schemas/order.avsc', 1, ORDER.indexOf('{"type":"bytes"') + 1),
  other: at('git:v1.2:schemas/order.avsc', 1, ORDER.indexOf('{"type":"bytes"') + 1),
  fix: 'add a field for the new scale',
  detail: '2 -> 4',
  direction: null,
  incompatibility: null,
  versions: ['git:v1.2'],
  weakerLevel: null,
  deployOrder: '',
};

const customers = {
  subject: 'customers-value',
  level: 'BACKWARD_TRANSITIVE',
  compared: ['v1', 'v2', 'v3', 'v4'],
} as const;

/** A check that found an error with and one without a fix, a warning, something pardoned, and a broken file. */
export const sampleReport: Report = {
  command: 'check',
  judged: [
    {
      subject: 'customers-value',
      file: 'schemas/customer.avsc',
      state: 'changed',
      compared: customers.compared,
    },
    { subject: 'orders-value', file: 'schemas/order.avsc', state: 'changed', compared: ['git:v1.2'] },
    { subject: 'payments-value', file: 'schemas/payment.avsc', state: 'new', compared: [] },
  ],
  findings: [
    { ...customers, finding: removedBranch, fingerprint: '2ab34f0c99d1', pardon: null },
    { ...customers, finding: addedField, fingerprint: '7c1f09ab42de', pardon: null },
    {
      subject: 'orders-value',
      level: 'FULL',
      compared: ['git:v1.2'],
      finding: changedScale,
      fingerprint: '9e0d11c3a5f7',
      pardon: null,
    },
    {
      subject: 'orders-value',
      level: 'FULL',
      compared: ['git:v1.2'],
      finding: {
        ...changedScale,
        rule: 'DEFAULT_CHANGED',
        severity: 'info',
        detail: '0 -> 1',
        message: 'readers fill in another value',
      },
      fingerprint: '0f0f0f0f0f0f',
      pardon: { by: 'allow', reason: 'field never written', until: '2026-12-31' },
    },
  ],
  failures: [
    {
      file: 'schemas/refund.avsc',
      error: new SchemaError(
        "unknown type 'recrod'; did you mean 'record'?",
        'TYPE_UNKNOWN',
        at('schemas/refund.avsc', 2, 11),
      ),
    },
  ],
  remarks: ['the allow of 000000000000 matches nothing; remove it'],
  texts: new Map([
    ['schemas/customer.avsc', CUSTOMER],
    ['origin/main:schemas/customer.avsc', OLD_CUSTOMER],
    ['schemas/order.avsc', ORDER],
    ['git:v1.2:schemas/order.avsc', ORDER],
    ['schemas/refund.avsc', BROKEN],
  ]),
  fileCount: 4,
  elapsedMs: 212,
};

/** Nothing found, nothing broken. */
export const cleanReport: Report = { ...sampleReport, findings: [], failures: [], remarks: [] };

/** One finding that says the same in every place where a schema may say what it likes. */
export function reportSaying(words: string): Report {
  const position = at(words, 1, 1);
  const finding: HistoryFinding = {
    ...addedField,
    path: words,
    message: words,
    position,
    other: position,
    fix: words,
    detail: words,
    inner: [words],
    versions: [words],
    deployOrder: words,
    incompatibility: null,
  };
  const reported: ReportedFinding = {
    finding,
    subject: words,
    level: 'FULL',
    compared: [words],
    fingerprint: '7c1f09ab42de',
    pardon: null,
  };
  return {
    ...sampleReport,
    judged: [{ subject: words, file: words, state: 'changed', compared: [words] }],
    findings: [reported, { ...reported, pardon: { by: 'allow', reason: words, until: null } }],
    failures: [{ file: words, error: new SchemaError(words, 'NAME_INVALID', position) }],
    remarks: [words],
    texts: new Map([[words, `{ "name": "${words}" }`]]),
  };
}

/** A report of so many findings, a hundred of them in each file. */
export function reportOfSize(count: number): Report {
  const files = Array.from({ length: Math.ceil(count / 100) }, (_, index) => `schemas/${index}.avsc`);
  const text = `{"type":"record","name":"Big","fields":[\n${Array.from({ length: 100 }, (_, index) => `  { "name": "field${index}", "type": "string", "doc": "what it is" }`).join(',\n')}\n]}`;
  return {
    ...sampleReport,
    judged: files.map((file) => ({ subject: `${file}-value`, file, state: 'changed', compared: ['v1'] })),
    findings: Array.from({ length: count }, (_, index) => {
      const file = files[Math.floor(index / 100)] ?? '';
      const position = at(file, (index % 100) + 2, 3);
      return {
        finding: {
          ...addedField,
          path: `Big.field${index % 100}`,
          position,
          other: position,
          versions: ['v1'],
        },
        subject: `${file}-value`,
        level: 'BACKWARD',
        compared: ['v1'],
        fingerprint: index.toString(16).padStart(12, '0'),
        pardon: null,
      };
    }),
    failures: [],
    texts: new Map(files.map((file) => [file, text])),
    fileCount: files.length,
  };
}
