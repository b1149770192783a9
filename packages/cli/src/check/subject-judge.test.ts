import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseConfig } from '../config/read-config.ts';
import type { InputFile } from '../inputs/input-file.ts';
import { Contracts } from '../subjects/contracts.ts';
import { SubjectNamer } from '../subjects/subject-namer.ts';
import { subjectTree } from '../subjects/subject-tree.ts';
import { judgeSubjects } from './subject-judge.ts';

const config = { ...parseConfig('', 'version: 1'), file: null, absolutePath: null, folder: '/r' };

const simpleName = fc.constantFrom('A', 'B', 'C', 'D', 'E');
const namespace = fc.constantFrom('', 'x', 'y', 'x.z');
const mention = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('int', 'string') },
  { weight: 4, arbitrary: simpleName },
  { weight: 4, arbitrary: fc.tuple(namespace, simpleName).map((parts) => parts.join('.')) },
);
const field = fc.oneof(
  mention,
  mention.map((name) => ['null', { type: 'array', items: name }]),
  fc.record({ type: fc.constant('enum'), name: simpleName, namespace, symbols: fc.constant(['ON', 'OFF']) }),
);
const avsc = fc
  .record({ name: simpleName, namespace, fields: fc.array(field, { maxLength: 4 }) })
  .map(({ fields, ...names }) =>
    JSON.stringify(
      { type: 'record', ...names, fields: fields.map((type, index) => ({ name: `f${index}`, type })) },
      null,
      1,
    ),
  );
const avdl = fc
  .tuple(
    simpleName,
    mention,
    fc.constantFrom('', 'schema "A.avsc"', 'schema "../a/B.avsc"', 'idl "../b/C.avdl"'),
  )
  .map(([name, type, imported]) =>
    [
      `namespace x; schema ${name};`,
      imported === '' ? '' : `import ${imported};`,
      `record ${name} { ${type.replace(/^\./, '')} f0; }`,
    ].join('\n'),
  );
const folder = fc.constantFrom('', 'a/', 'b/');
const version = fc.constantFrom('', '.v1', '.v2', '.v3');
const avscFile = fc.tuple(folder, simpleName, version, avsc).map(([...parts]) => ({
  path: `${parts.slice(0, 3).join('')}.avsc`,
  text: parts[3],
}));
const avdlFile = fc.tuple(folder, simpleName, avdl).map(([at, name, text]) => ({
  path: `${at}${name}.avdl`,
  text,
}));
const file = fc.oneof({ weight: 5, arbitrary: avscFile }, { weight: 1, arbitrary: avdlFile });
const change = fc.oneof(
  { weight: 8, arbitrary: fc.constant('kept' as const) },
  { weight: 2, arbitrary: fc.constantFrom('gone' as const, 'moved' as const, 'broken' as const) },
  { weight: 3, arbitrary: avsc.map((text) => ({ text })) },
);
/** A tree before and after: most files are as they were. */
const trees = fc
  .tuple(fc.array(fc.tuple(file, change, change), { maxLength: 14 }), fc.array(file, { maxLength: 2 }))
  .map(([olds, news]) => ({
    before: new Map(
      olds.flatMap(([{ path, text }, , then]) => [[path, then === 'broken' ? text.slice(9) : text]]),
    ),
    now: new Map([
      ...news.map(({ path, text }): [string, string] => [path, text]),
      ...olds.flatMap(([{ path, text }, what]): [string, string][] => {
        if (what === 'kept') return [[path, text]];
        if (what === 'gone') return [];
        if (what === 'moved') return [[`moved/${path}`, text]];
        return [[path, what === 'broken' ? text.slice(0, -1) : path.endsWith('.avsc') ? what.text : text]];
      }),
    ]),
  }));

function filesOf(texts: ReadonlyMap<string, string>, ref: string): InputFile[] {
  return [...texts]
    .map(([path, text]) => ({ file: ref + path, path, below: path, absolutePath: null, text, named: true }))
    .toSorted((left, right) => (left.file < right.file ? -1 : 1));
}

it('says the same whether the tree to compare with is read in whole or as far as it is needed', () => {
  const seen = { compared: 0, findings: 0, remarks: 0, failures: 0 };
  fc.assert(
    fc.property(trees, ({ before, now }) => {
      const [old, own] = [filesOf(before, 'main:'), filesOf(now, '')];
      const namer = new SubjectNamer(
        config,
        '/r',
        [...old, ...own].map(({ path }) => path),
      );
      const [inPart, inWhole] = [true, false].map((sharing) => {
        const contracts = new Contracts(own, namer, { lenient: false });
        const like = sharing ? { like: contracts } : {};
        const verdict = judgeSubjects({
          tree: subjectTree(own, namer),
          contracts,
          files: new Map(own.map((each) => [each.file, each])),
          againsts: [
            {
              label: 'git:main',
              tree: subjectTree(old, namer),
              contracts: new Contracts(old, namer, { lenient: true, ...like }),
              files: new Map(old.map((each) => [each.path, each])),
            },
          ],
          namer,
          level: 'FULL_TRANSITIVE',
          policy: undefined,
        });
        // Messages begin with the place.
        const failures = verdict.failures.map(({ error: { message, code } }) => ({ message, code }));
        return { ...verdict, failures };
      });
      expect(inPart).toEqual(inWhole);
      seen.compared += inPart?.judged.filter(({ compared }) => compared.length > 0).length ?? 0;
      seen.findings += inPart?.findings.length ?? 0;
      seen.remarks += inPart?.remarks.length ?? 0;
      seen.failures += inPart?.failures.length ?? 0;
    }),
    { numRuns: 400 },
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(50);
});
