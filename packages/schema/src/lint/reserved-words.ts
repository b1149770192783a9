/**
 * Words that generated code cannot use as names.
 *
 * Sources: Java Language Specification 21, 3.9 (with literals; contextual keywords are allowed as names);
 * ECMAScript 2024, 12.7.2, with what strict mode adds; The Python Language Reference 3.13, 2.3.1.
 */

const WORDS: readonly (readonly [language: string, words: ReadonlySet<string>])[] = [
  [
    'Java',
    wordSet(
      'abstract assert boolean break byte case catch char class const continue default do double else enum',
      'extends final finally float for goto if implements import instanceof int interface long native new',
      'package private protected public return short static strictfp super switch synchronized this throw',
      'throws transient try void volatile while true false null',
    ),
  ],
  [
    'TypeScript',
    wordSet(
      'await break case catch class const continue debugger default delete do else enum export extends false',
      'finally for function if import in instanceof new null return super switch this throw true try typeof',
      'var void while with yield implements interface let package private protected public static',
    ),
  ],
  [
    'Python',
    wordSet(
      'False None True and as assert async await break class continue def del elif else except finally for',
      'from global if import in is lambda nonlocal not or pass raise return try while with yield',
    ),
  ],
];

function wordSet(...lines: string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split(' ')));
}

/** The languages that a name is a word of. */
export function languagesReserving(name: string): readonly string[] {
  return WORDS.filter(([, words]) => words.has(name)).map(([language]) => language);
}
