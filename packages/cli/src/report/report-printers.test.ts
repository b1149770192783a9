import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { describe, expect, it } from 'vitest';
import { parseJson, ruleTable } from '@ottla/schema';
import { withinCpu } from '../../../kernel/testing/cpu-time.ts';
import { cleanReport, reportOfSize, reportSaying, sampleReport } from '../../testing/sample-report.ts';
import { toolVersion } from '../version.ts';
import { printReport, reportFormats, type ReportFormat } from './report-printers.ts';
import type { Report } from './report.ts';

const plain = (_style: string, text: string): string => text;
const painted = (style: string, text: string): string => `<${style}>${text}</>`;
const print = (report: Report, format: ReportFormat, verbose = false): string =>
  printReport(report, { format, paint: plain, verbose, folder: '' });
const textFile = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

const ajv = new Ajv2020({ allErrors: true, strict: false, formats: fullFormats });
const isReport = ajv.compile(JSON.parse(textFile('../../../../docs/reference/report.schema.json')) as object);
const isSarif = ajv.compile(JSON.parse(textFile('../../vectors/sarif-schema-2.1.0.json')) as object);

const NASTY = [
  '\u001b]0;owned\u0007\u001b[31m',
  '\u009b31m',
  'invoice\u202egnp.exe\u2066',
  'a\r\n::error::owned\n##[error]x',
  ']]>&<!--"\'<x y="z">',
  '100%25,a:b::c',
  '\ud800 half \udc00',
  '__proto__',
  '\u2028\u2029\u0000\uffff',
  '`$(touch /tmp/owned)`',
  '../../etc/passwd#frag?q=1',
  '客户🙂é',
];
/** What makes a terminal do something, line ends aside. */
const ACTED_ON = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

describe('a report of a check', () => {
  it.each(reportFormats)('looks as %s like this', async (format) => {
    const shown = print(sampleReport, format)
      .replaceAll(`"${toolVersion()}"`, '"VERSION"')
      // What rules say changes with the rule table.
      .replace(/"rules": \[\n[^]*?\n {10}\]/, '"rules": []');
    await expect(`${shown}\n`).toMatchFileSnapshot(`../../vectors/report/check.${format}`);
  });

  it('shows what is pardoned, and warnings in full, when asked for more', async () => {
    await expect(`${print(sampleReport, 'text', true)}\n`).toMatchFileSnapshot(
      '../../vectors/report/check.verbose-text',
    );
  });

  it('shows the sample of the reference', () => {
    const lines = print(sampleReport, 'text').split('\n');
    expect(lines.join('\n')).toContain(
      [
        'schemas/customer.avsc:8:5  error  FIELD_ADDED_WITHOUT_DEFAULT  com.acme.Customer.loyaltyTier',
        '  level BACKWARD_TRANSITIVE · subject customers-value · breaks reading of versions 1–4 (4 of 4)',
        '    10 |       "name": "loyaltyTier"',
        '       |               ^^^^^^^^^^^^^ a reader with this schema cannot fill the field for old data',
        '  fix   add a default, e.g. "default": "NONE"      ottla explain FIELD_ADDED_WITHOUT_DEFAULT',
      ].join('\n'),
    );
    expect(lines.at(-1)).toBe(
      '4 files, 3 subjects (1 new), 5 versions compared · 1 file not judged · 2 errors · 1 warning · 1 pardoned · 212 ms',
    );
  });

  it('is one line when nothing was found', () => {
    expect(print(cleanReport, 'text')).toBe(
      '4 files, 3 subjects (1 new), 5 versions compared · nothing found · 212 ms',
    );
    expect(print({ ...cleanReport, command: 'lint', fileCount: 1 }, 'text')).toBe(
      '1 file · nothing found · 212 ms',
    );
  });

  it('has colours in text alone', () => {
    const paintedFormats = reportFormats.filter((format) =>
      printReport(sampleReport, { format, paint: painted }).includes('<red>'),
    );
    expect(paintedFormats).toEqual(['text']);
  });

  it('is the same each time it is printed', () => {
    for (const format of reportFormats) expect(print(sampleReport, format)).toBe(print(sampleReport, format));
  });
});

describe('whatever a schema holds', () => {
  it.each(reportFormats.flatMap((format) => NASTY.map((words) => [format, words] as const)))(
    'reaches no terminal as a control sequence: %s, %j',
    (format, words) => {
      const shown = print(reportSaying(words), format, true);
      expect(shown.split('\n').filter((line) => ACTED_ON.test(line))).toEqual([]);
    },
  );

  it.each(NASTY)('adds no workflow command and no property: %j', (words) => {
    const lines = print(reportSaying(words), 'github').split('\n');
    const command = /^::(error|notice) (?:[a-z]+=[^:,]*)(?:,[a-z]+=[^:,]*)*::[^\n]*$/;
    expect(lines.slice(0, -1).filter((line) => !command.test(line))).toEqual([]);
    // The finding, the file that failed, the remark, the summary.
    expect(lines).toHaveLength(4);
  });

  it.each(NASTY)('comes back exactly from JSON: %j', (words) => {
    const { findings } = JSON.parse(print(reportSaying(words), 'json')) as { findings: object[] };
    expect(findings[0]).toMatchObject({ path: words, message: words, subject: words, versions: [words] });
  });

  it.each(NASTY)('keeps XML well-formed: %j', (words) => {
    const xml = print(reportSaying(words), 'junit');
    // No markup but ours, no character that XML forbids, no bare ampersand.
    const tags = xml.match(/<[^>]*>/g)?.map((tag) => /^<[?/]?([a-z-]+)/.exec(tag)?.[1]) ?? [];
    expect(new Set(tags)).toEqual(
      new Set(['xml', 'testsuites', 'testsuite', 'testcase', 'failure', 'error']),
    );
    expect(xml).not.toMatch(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
    expect(xml.replaceAll(/&(?:amp|lt|gt|quot|apos|#\d+);/g, '')).not.toContain('&');
  });

  it.each(['json', 'sarif'] as const)('fits the JSON Schema of %s', (format) => {
    const isValid = format === 'json' ? isReport : isSarif;
    for (const report of [sampleReport, cleanReport, ...NASTY.map(reportSaying)]) {
      isValid(JSON.parse(print(report, format)));
      expect(isValid.errors ?? []).toEqual([]);
    }
  });
});

describe('JSON', () => {
  it('names a key once, as a strict parser wants it', () => {
    expect(parseJson(print(sampleReport, 'json')).kind).toBe('object');
  });
});

describe('the JSON Schemas', () => {
  it.each([
    [isReport, { version: 2 }],
    [isSarif, { version: '2.0.0', runs: [] }],
  ])('refuse what is something else', (isValid, document) => {
    expect(isValid(document)).toBe(false);
  });
});

const [first] = sampleReport.findings;
if (first === undefined) throw new Error('the sample has findings');

describe('a place that GitHub can show', () => {
  it('is named from the root of the repository', () => {
    const shown = printReport(sampleReport, { format: 'github', paint: plain, folder: 'services/shop' });
    expect(shown).toContain('::error file=services/shop/schemas/customer.avsc,line=8,col=5,');
    const outside = {
      ...first,
      finding: { ...first.finding, position: { file: '../shared/a.avsc', line: 2, column: 3 } },
    };
    const climbing = printReport(
      { ...cleanReport, findings: [outside] },
      { format: 'github', paint: plain, folder: 'services/shop' },
    );
    expect(climbing).toContain('::error file=services/shared/a.avsc,line=2,col=3,');
  });

  it('is the judged file as a whole for what stands only at a git ref', () => {
    const removed = {
      ...first,
      finding: { ...first.finding, position: { file: 'main:schemas/customer.avsc', line: 7, column: 5 } },
    };
    const report = { ...cleanReport, findings: [removed] };
    expect(print(report, 'github')).toMatch(
      /^::error file=schemas\/customer\.avsc,title=UNION_BRANCH_REMOVED::.*place: main:schemas\/customer\.avsc:7:5/,
    );
    const gone: Report = {
      ...report,
      judged: [{ subject: 'customers-value', file: null, state: 'removed', compared: ['v1'] }],
    };
    expect(print(gone, 'github')).toMatch(
      /^::error file=schemas\/customer\.avsc,title=UNION_BRANCH_REMOVED::/,
    );
  });

  it('is none for a text that came from no file', () => {
    const position = { file: '-', line: 1, column: 1 };
    const report = {
      ...cleanReport,
      judged: [],
      findings: [{ ...first, finding: { ...first.finding, position } }],
    };
    expect(print(report, 'github')).toMatch(/^::error title=UNION_BRANCH_REMOVED::.*place: -:1:1/);
    expect(JSON.parse(print(report, 'sarif'))).toMatchObject({ runs: [{ results: [{ locations: [] }] }] });
  });
});

describe('SARIF', () => {
  it('explains each rule that found something', () => {
    const rule = ruleTable.find(({ severity }) => severity === 'error');
    if (rule === undefined) throw new Error('no rule is an error');
    const report = { ...cleanReport, findings: [{ ...first, finding: { ...first.finding, rule: rule.id } }] };
    expect(JSON.parse(print(report, 'sarif'))).toMatchObject({
      runs: [
        {
          tool: {
            driver: {
              rules: [
                {
                  id: rule.id,
                  shortDescription: { text: rule.purpose },
                  defaultConfiguration: { level: 'error' },
                },
              ],
            },
          },
          results: [{ ruleId: rule.id, ruleIndex: 0 }],
        },
      ],
    });
  });
});

describe('JUnit', () => {
  it('keeps the lines of a name, which XML would join', () => {
    expect(print(reportSaying('a\r\n\tb'), 'junit')).toContain(' name="a&#13;&#10;&#9;b"');
  });

  it('fails a subject for a warning only when warnings count', () => {
    const shown = (failOn: 'error' | 'warn'): string =>
      printReport(sampleReport, { format: 'junit', paint: plain, failOn });
    expect(shown('error')).toContain('<testsuite name="ottla check" tests="4" failures="1" errors="1"');
    expect(shown('warn')).toContain('<testsuite name="ottla check" tests="4" failures="2" errors="1"');
  });
});

describe('ten thousand findings', () => {
  it.each(reportFormats)('are printed as %s in less than a second', (format) => {
    const report = reportOfSize(10_000);
    const shown = withinCpu(1000, () => print(report, format));
    expect(shown).toContain('schemas/99.avsc');
  });
});
