/**
 * The syntax of a module without its words: what stands there, whatever it is called and whatever its texts say.
 *
 * Read by the parser of rolldown, which is not the compiler's. A comment or a literal that ends too early shows as
 * something that stands there besides.
 */
import { isObject } from '@ottla/kernel';
import { parseAst } from 'rolldown/parseAst';

/** Places in the text, and the text of literals. */
const LEFT_OUT = new Set(['start', 'end', 'raw', 'cooked', 'range', 'loc']);

/** Throws for a text that is no TypeScript. With the names of everything, but without what literals hold. */
export function syntaxOf(text: string): string {
  return JSON.stringify(parseAst(text, { lang: 'ts' }), (key, value: unknown) => {
    if (LEFT_OUT.has(key)) return undefined;
    return isObject(value) && value['type'] === 'Literal' ? typeof value['value'] : value;
  });
}

/** The kinds of its statements, in their order. */
export function statementsOf(text: string): readonly string[] {
  const { body } = parseAst(text, { lang: 'ts' });
  return body.map((statement) => {
    const declared: unknown = Reflect.get(statement, 'declaration');
    return isObject(declared) ? `${statement.type} ${String(declared['type'])}` : statement.type;
  });
}

/** The comments of a text that has no others than those of whole lines. */
export function commentsOf(text: string): readonly string[] {
  return text.match(/^\s*\/\*\*[\s\S]*?\*\/|^\/\/.*/gm) ?? [];
}
