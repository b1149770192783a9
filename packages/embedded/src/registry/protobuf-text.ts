/**
 * Whether a text may be a Protobuf schema. There is no parser in this house yet, so this is all that is judged.
 *
 * Plausible is what has a declaration of Protobuf and brackets that match outside comments and strings; or
 * what may be a file descriptor in base64, which registries take too. Says nothing about types or imports.
 */
const SKIPPED = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g;
const DECLARATION = /(?:^|[;{}\s])(?:syntax|edition|package|import|option|message|enum|service|extend)\b/;
const DESCRIPTOR = /^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const CLOSERS: ReadonlyMap<string, string> = new Map([
  ['}', '{'],
  [']', '['],
  [')', '('],
]);

/** Why a text is no Protobuf schema; undefined when it may be one. */
export function protobufProblem(text: string): string | undefined {
  if (DESCRIPTOR.test(text.trim())) return undefined;
  const code = text.replaceAll(SKIPPED, ' ');
  if (!DECLARATION.test(code)) return 'there is no declaration of Protobuf in it';
  const open: string[] = [];
  for (const [bracket] of code.matchAll(/[{}[\]()]/g)) {
    const opener = CLOSERS.get(bracket);
    if (opener === undefined) open.push(bracket);
    else if (open.pop() !== opener) return `'${bracket}' closes nothing`;
  }
  return open.length === 0 ? undefined : `'${open.at(-1)}' is not closed`;
}
