import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { commentLine, docComment, propertyName, stringLiteral } from './source-text.ts';

/** What a JavaScript engine takes a literal to mean. */
const valueOf = (literal: string): unknown => runInNewContext(literal);

const HOSTILE = [
  "it's",
  'back\\slash',
  'line\nfeed\rreturn',
  '\u2028separator\u2029',
  '`tick` ${code}',
  '</script><script>',
  '*/ process.exit() /*',
  '\u202egnirts\u202c',
  '\ud800 lone',
  '\u0000\u0007\u001b[31m',
  '\ufeffbom',
  '//# sourceMappingURL=../../secret.map',
  '/*# sourceMappingURL=x */ //@ sourceURL=y',
];

describe('a string literal', () => {
  it.each(HOSTILE)('of %j has that value', (text) => {
    expect(valueOf(stringLiteral(text))).toBe(text);
  });

  it('has the value of any text, in printable characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const literal = stringLiteral(text);
        expect(valueOf(literal)).toBe(text);
        expect(literal).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Surrogate}]/u);
        expect(literal).not.toContain('</');
      }),
    );
  });
});

it.each(['//# sourceMappingURL=a.map', '//@ sourceMappingURL=a.map', '/*# sourceURL=a */'])(
  '%j leads no tool to a source map',
  (text) => {
    for (const made of [stringLiteral(text), docComment([text], '')])
      expect(made).not.toMatch(/[/*][#@]\s*source/);
  },
);

describe('a comment', () => {
  it('is one line for one line', () => {
    expect(docComment(['A customer.'], '  ')).toBe('  /** A customer. */\n');
  });

  it('keeps lines and paragraphs, tags last', () => {
    expect(docComment(['One.\r\nTwo.', null, '  ', 'Three.'], '', ['@defaultValue 0'])).toBe(
      '/**\n * One.\n * Two.\n *\n * Three.\n *\n * @defaultValue 0\n */\n',
    );
  });

  it('is nothing without text', () => {
    expect(docComment([null, ''], '')).toBe('');
  });

  it.each(HOSTILE)('holds %j without ending early', (text) => {
    const comment = docComment([text], '');
    expect(comment.indexOf('*/')).toBe(comment.length - 3);
    expect(comment.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u);
  });

  it('ends where it should for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('*', '/', '\\', '\n', '@', ' ', 'a') }), (text) => {
        const comment = docComment([text], '');
        if (comment !== '') expect(comment.indexOf('*/')).toBe(comment.length - 3);
      }),
    );
  });

  it('gives no orders to compilers and documentation tools', () => {
    expect(commentLine('@ts-ignore and @deprecated')).toBe('\\@ts-ignore and \\@deprecated');
    expect(commentLine('<script>')).toBe('\\<script>');
    expect(commentLine('a < b, me@ you')).toBe('a < b, me@ you');
  });
});

it('quotes property names that need it', () => {
  expect(propertyName('class')).toBe('class');
  expect(propertyName('a-b')).toBe("'a-b'");
});
