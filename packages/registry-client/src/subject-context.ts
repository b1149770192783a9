/**
 * The context of a subject: ids are unique within one only.
 *
 * Confluent writes `:.name:subject` for a subject of a context of its own and `subject` or `:.:subject` for
 * one of the default context, which is called `.`. Pure.
 */

/** The default context, as the registry's `/contexts` names it. */
export const DEFAULT_CONTEXT = '.';

const ANY_CONTEXT = ':*:';
const QUALIFIED = /^:(\.[^:]*):([\s\S]*)$/;

/**
 * @example
 * contextOf(':.staging:customers-value'); // '.staging'
 * contextOf('customers-value'); // '.'
 */
export function contextOf(subject: string): string {
  return QUALIFIED.exec(subject)?.[1] ?? DEFAULT_CONTEXT;
}

/** One spelling for each subject: `:.:subject` is `subject`. */
export function plainSubject(subject: string): string {
  return subject.startsWith(':.:') ? subject.slice(3) : subject;
}

/**
 * Whether a prefix of subjects selects this one, as Confluent's registry reads them: `:*:a` in any context,
 * `:.a` what is in contexts that begin so, others by the letter.
 */
export function hasPrefix(subject: string, prefix: string): boolean {
  if (prefix.startsWith(ANY_CONTEXT)) {
    const name = QUALIFIED.exec(subject)?.[2] ?? subject;
    return name.startsWith(prefix.slice(ANY_CONTEXT.length));
  }
  if (/^:\.[^:]*$/.test(prefix)) return contextOf(subject).startsWith(prefix.slice(1));
  return plainSubject(subject).startsWith(plainSubject(prefix));
}

/** The subject a reference means: one without a context is meant in that of the schema that refers to it. */
export function referredSubject(referringSubject: string, subject: string): string {
  const context = contextOf(referringSubject);
  if (context === DEFAULT_CONTEXT || QUALIFIED.test(subject)) return plainSubject(subject);
  return `:${context}:${subject}`;
}
