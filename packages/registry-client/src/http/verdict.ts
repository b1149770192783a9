/**
 * What an answer means: a JSON value, or a RegistryError that says what was asked, what came back, and the
 * remedy. Pure. Texts of strangers are cut and freed of control characters before they are shown.
 */
import { printable } from '@ottla/kernel';
import { RegistryError, type RegistryErrorCode } from '../registry-error.ts';
import { MAX_JSON_DEPTH, parseBoundedJson } from './bounded-json.ts';
import { withoutCredentials } from './endpoint.ts';
import type { ExchangeAnswer } from './exchange.ts';
import { unexpectedType } from './media-type.ts';
import { hidden } from './secrets.ts';

/** What a call is about, for the messages and fields of its errors. */
export interface CallSubject {
  /** Completes "cannot …", such as "register a schema under subject 'x'". */
  readonly purpose: string;
  readonly subject?: string | undefined;
  readonly schemaId?: number | undefined;
}

const SHOWN_BODY_CHARACTERS = 80;
const SHOWN_MESSAGE_CHARACTERS = 16_384;

/** A call that failed: what it was about, and what is known of the answer. */
export interface FailedCall extends CallSubject {
  readonly url?: string | undefined;
  readonly status?: number | undefined;
  readonly registryCode?: number | undefined;
  readonly cause?: unknown;
}

/** Builds the error of a call, with its fields filled. */
export function registryError(call: FailedCall, code: RegistryErrorCode, why: string): RegistryError {
  const { purpose, url, status, registryCode, subject, schemaId, cause } = call;
  const where = url === undefined ? '' : ` at ${url}`;
  return new RegistryError(`cannot ${purpose}${where}: ${why}`, {
    code,
    status,
    registryCode,
    url,
    subject,
    schemaId,
    cause,
  });
}

/** What a call expects of a success: JSON when it says nothing; an empty body may stand for nothing (204). */
export type Expectation = 'json' | 'jsonOrNothing' | 'text';

/** A call as it went to one URL. */
export interface JudgedCall extends CallSubject {
  readonly url: string;
  readonly expects?: Expectation | undefined;
  /** Never shown, should the answer echo them. */
  readonly secrets?: readonly string[] | undefined;
}

export function closedFailure(call: CallSubject): RegistryError {
  return registryError(call, 'CLOSED', 'the client was closed');
}

/** `signal` is the caller's. */
export function abortedFailure(call: CallSubject, signal: AbortSignal): RegistryError {
  return registryError({ ...call, cause: signal.reason }, 'ABORTED', "the caller's signal ended it");
}

const codesByRegistryCode: Readonly<Record<number, RegistryErrorCode>> = {
  40401: 'SUBJECT_NOT_FOUND',
  40402: 'VERSION_NOT_FOUND',
  40403: 'SCHEMA_NOT_FOUND',
  40404: 'SUBJECT_NOT_FOUND',
  40406: 'VERSION_NOT_FOUND',
  40408: 'SETTING_NOT_FOUND',
  40409: 'SETTING_NOT_FOUND',
  409: 'SCHEMA_INCOMPATIBLE',
  40901: 'SCHEMA_INCOMPATIBLE',
  42201: 'SCHEMA_INVALID',
};

const codesByStatus: Readonly<Record<number, RegistryErrorCode>> = {
  401: 'REGISTRY_UNAUTHORIZED',
  403: 'REGISTRY_FORBIDDEN',
  404: 'REGISTRY_ROUTE_NOT_FOUND',
  405: 'REGISTRY_ROUTE_NOT_FOUND',
  408: 'REGISTRY_UNAVAILABLE',
  409: 'SCHEMA_INCOMPATIBLE',
  429: 'REGISTRY_THROTTLED',
};

const remedies: Partial<Record<RegistryErrorCode, string>> = {
  REGISTRY_UNAUTHORIZED: "check the option 'auth' or the credentials in the URL",
  REGISTRY_FORBIDDEN: 'the credentials are known but may not do this',
  REGISTRY_ROUTE_NOT_FOUND:
    "is this URL a schema registry's, with its path, such as /apis/ccompat/v7 for Apicurio? If it is, this registry cannot do that",
  SUBJECT_NOT_FOUND:
    'register a schema under it first, or let the serializer do so with autoRegister; or check its name',
  VERSION_NOT_FOUND: 'list its versions; what was softly deleted is shown with deleted: true',
  SETTING_NOT_FOUND: 'set one, or ask with defaultToGlobal for the one that holds',
  REGISTRY_UNAVAILABLE:
    "look into the registry's own log; 'retries' and 'timeoutMs' say how long it is waited for",
  REGISTRY_THROTTLED: "ask less often, or raise 'timeoutMs' so that its Retry-After can be kept to",
  SCHEMA_NOT_FOUND: 'register it first, or let the serializer do so with autoRegister',
  SCHEMA_INCOMPATIBLE: "change the schema so that it fits the subject's compatibility level",
};

function codeOf(status: number, registryCode: number | undefined): RegistryErrorCode {
  const specific = registryCode === undefined ? undefined : codesByRegistryCode[registryCode];
  if (specific !== undefined && status >= 400 && status < 500) return specific;
  // A code that only repeats the status, or Apicurio's 0, says no more than the status.
  const says = registryCode !== undefined && registryCode !== 0 && registryCode !== status;
  if ((status === 404 || status === 409) && says) return 'REGISTRY_REFUSED';
  return codesByStatus[status] ?? (status >= 500 ? 'REGISTRY_UNAVAILABLE' : 'REGISTRY_REFUSED');
}

/** The registry's own words in a refusal: `{ error_code, message }`; anything else is quoted in part. */
function readRefusal(text: string): { registryCode: number | undefined; message: string; quoted: boolean } {
  const parsed = parseBoundedJson(text);
  const value = 'value' in parsed ? parsed.value : undefined;
  if (typeof value === 'object' && value !== null) {
    const { error_code: code, message } = value as Record<string, unknown>; // members are checked below
    return {
      registryCode: Number.isSafeInteger(code) ? (code as number) : undefined, // an integer, just checked
      message: typeof message === 'string' ? message : '',
      quoted: false,
    };
  }
  return { registryCode: undefined, message: text.trim(), quoted: true };
}

function wordsOf({ message, quoted }: { message: string; quoted: boolean }, call: JudgedCall): string {
  const shown = hidden(message, call.secrets);
  if (quoted) return shown === '' ? '' : `: '${printable(shown, SHOWN_BODY_CHARACTERS)}'`;
  const words = printable(shown, SHOWN_MESSAGE_CHARACTERS).replace(/\.\s*$/, '');
  return words === '' ? '' : `: ${words}`;
}

function refusal({ status, text }: ExchangeAnswer, call: JudgedCall): RegistryError {
  const said = readRefusal(text);
  const { registryCode } = said;
  const code = codeOf(status, registryCode);
  const numbers = registryCode === undefined ? `${status}` : `${status} (${registryCode})`;
  const byId = code === 'SCHEMA_NOT_FOUND' && call.schemaId !== undefined;
  const remedy = byId ? 'is it the registry that the writer of these bytes used?' : remedies[code];
  const why = `the registry answered ${numbers}${wordsOf(said, call)}${remedy === undefined ? '' : `; ${remedy}`}`;
  return registryError({ ...call, status, registryCode }, code, why);
}

function redirection(answer: ExchangeAnswer, call: JudgedCall): RegistryError {
  const { location } = answer.headers;
  // A query may hold a token of whoever redirects.
  const address = location === undefined ? undefined : withoutCredentials(location.replace(/[?#].*$/s, ''));
  const target = address === undefined ? 'nowhere' : printable(hidden(address, call.secrets), 200);
  return registryError(
    { ...call, status: answer.status },
    'REGISTRY_REDIRECTED',
    `the server answered ${answer.status} and points to ${target}; redirects are not followed, give the final address as 'url'`,
  );
}

/**
 * What a success holds: its JSON value, its text where text was expected, undefined for an empty body where
 * that was expected. Throws a RegistryError for everything else.
 */
export function judgeAnswer(answer: ExchangeAnswer, call: JudgedCall): unknown {
  const { status, text } = answer;
  if (status >= 300 && status < 400) throw redirection(answer, call);
  if (status >= 400) throw refusal(answer, call);
  const empty = text.trim() === '';
  if (empty && call.expects === 'jsonOrNothing') return undefined;
  const wrongType = unexpectedType(answer.headers['content-type'], call.expects === 'text' ? 'text' : 'json');
  if (!empty && wrongType === undefined && call.expects === 'text') return text;
  const parsed = parseBoundedJson(text);
  if ('value' in parsed && wrongType === undefined) return parsed.value;
  if ('problem' in parsed && parsed.problem === 'tooDeep') {
    const why = `the answer nests deeper than ${MAX_JSON_DEPTH} levels; is this URL a schema registry?`;
    throw registryError({ ...call, status }, 'REGISTRY_ANSWER_INVALID', why);
  }
  const type = wrongType === undefined ? '' : ` of content-type ${wrongType}`;
  const what = empty
    ? 'an empty body'
    : `no JSON but '${printable(hidden(text, call.secrets), SHOWN_BODY_CHARACTERS)}'${type}`;
  const why = `the answer holds ${what}; is this URL a schema registry?`;
  throw registryError({ ...call, status }, 'REGISTRY_NOT_JSON', why);
}
