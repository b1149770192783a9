import { expect, it } from 'vitest';
import { call, listStatement, member, statement } from './code-layout.ts';

const long = 'a'.repeat(50);

it('keeps on one line what fits', () => {
  expect(statement('at =', call('putInt', 'writer', 'at', 'value.id'), '  ')).toBe(
    '  at = putInt(writer, at, value.id);\n',
  );
  expect(statement('return', { test: 'a', yes: 'b', no: 'c' }, '  ')).toBe('  return a ? b : c;\n');
  expect(member('id', 'datum.int()', '    ')).toBe('    id: datum.int(),\n');
});

it('breaks conditions, and calls where that is not enough', () => {
  const code = { test: long, yes: call('f', 'x'), no: call('g', long, call('h', long, long)) };
  expect(statement('at =', code, '  ')).toBe(`  at =
    ${long}
      ? f(x)
      : g(
        ${long},
        h(
          ${long},
          ${long},
        ),
      );
`);
  expect(statement('return', { test: long, yes: long, no: 'c' }, '  ')).toBe(`  return ${long}
    ? ${long}
    : c;
`);
});

it('gives each item of a long list a line', () => {
  expect(listStatement('const a = f(', ["'x'", "'y'"], ');')).toBe("const a = f(['x', 'y']);\n");
  expect(listStatement('const a = f(', [long, long], ');')).toBe(
    `const a = f([\n  ${long},\n  ${long},\n]);\n`,
  );
});
