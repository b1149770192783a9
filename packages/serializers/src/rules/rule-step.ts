/**
 * The rules of one list as steps: in the order to execute them, with executor and actions found.
 *
 * Decided once per schema and mode. A rule that cannot be executed becomes a step with its `problem`, which is told
 * when a record comes to it: then the topic is known, and a record that asks to skip the rule is not refused.
 * Source: AbstractKafkaSchemaSerDe.executeRules, RuleMode and ExecutionEnvironment of Confluent's Java client.
 */
import { ConfigError, nearestName, printable, type SchemaRule, type SchemaRuleSet } from '@ottla/kernel';
import type { RuleAction, RuleExecutor, RuleMode, RuleOptions } from './rule-options.ts';

/** A rule that no record can pass, and the remedy. */
interface RefusingStep {
  readonly rule: SchemaRule;
  readonly problem: string;
}

export interface ExecutableStep {
  readonly rule: SchemaRule;
  readonly problem: null;
  readonly isCondition: boolean;
  readonly executor: RuleExecutor;
  /** What follows a success; null: nothing. */
  readonly onSuccess: RuleAction | null;
  /** What follows a failure; null: the record goes on. */
  readonly onFailure: RuleAction | null;
}

export type RuleStep = RefusingStep | ExecutableStep;

/** What a user's options offer, by upper-case name. */
export interface RuleShelf {
  readonly executors: ReadonlyMap<string, RuleExecutor>;
  readonly actions: ReadonlyMap<string, RuleAction>;
  readonly skipsUnknown: boolean;
}

/** The action that fails the record; what runs the steps knows it by identity. */
export const ERROR_ACTION: RuleAction = { name: 'ERROR', run: () => undefined };
const NO_ACTION = 'NONE';

/** When a rule of each mode is executed. In a double mode the first takes the first action of a pair. */
const MODES: ReadonlyMap<string, readonly RuleMode[]> = new Map<string, readonly RuleMode[]>([
  ['WRITE', ['WRITE']],
  ['READ', ['READ']],
  ['WRITEREAD', ['WRITE', 'READ']],
  ['UPGRADE', ['UPGRADE']],
  ['DOWNGRADE', ['DOWNGRADE']],
  ['UPDOWN', ['UPGRADE', 'DOWNGRADE']],
]);
const KINDS: readonly string[] = ['CONDITION', 'TRANSFORM'];

const NO_EXECUTOR = 'nothing executes rules of this type; give an executor in rules.executors';

/** Throws ConfigError for two of one name, and for what cannot be called. */
export function ruleShelf(options: RuleOptions): RuleShelf {
  refuseUnknownNames(options);
  const { executors = [], actions = [], unknown } = options;
  for (const executor of executors) {
    if (typeof executor.type !== 'string' || typeof executor.execute !== 'function') {
      throw new ConfigError("rules.executors: each needs a 'type' that is a string and a function 'execute'");
    }
  }
  for (const action of actions) {
    const { name } = action;
    if (typeof name !== 'string' || typeof action.run !== 'function') {
      throw new ConfigError("rules.actions: each needs a 'name' that is a string and a function 'run'");
    }
    if ([ERROR_ACTION.name, NO_ACTION].includes(name.toUpperCase())) {
      throw new ConfigError(`rules.actions: '${name}' is there already; give yours another name`);
    }
  }
  if (unknown !== undefined && unknown !== 'refuse' && unknown !== 'skip') {
    throw new ConfigError(`rules.unknown must be 'refuse' or 'skip', found '${printable(String(unknown))}'`);
  }
  return {
    executors: byName('executors', executors, ({ type }) => type),
    actions: byName('actions', actions, ({ name }) => name),
    skipsUnknown: unknown === 'skip',
  };
}

const NAMES: readonly string[] = ['executors', 'actions', 'unknown'];

function refuseUnknownNames(options: RuleOptions): void {
  const strange = Object.keys(options).find((name) => !NAMES.includes(name));
  if (strange === undefined) return;
  const nearest = nearestName(strange, NAMES);
  const remedy = nearest === undefined ? `known are ${NAMES.join(', ')}` : `did you mean '${nearest}'?`;
  throw new ConfigError(`rules: unknown option '${printable(strange)}'; ${remedy}`, 'UNKNOWN_OPTION');
}

function byName<T>(option: string, all: readonly T[], nameOf: (one: T) => string): ReadonlyMap<string, T> {
  const named = new Map<string, T>();
  for (const one of all) {
    const name = nameOf(one).toUpperCase();
    if (named.has(name)) throw new ConfigError(`rules.${option}: two are named '${name}'; give one`);
    named.set(name, one);
  }
  return named;
}

interface RuleList {
  readonly list: 'migrationRules' | 'domainRules' | 'encodingRules';
  readonly mode: RuleMode;
}

/** Empty where a client has nothing to execute. READ and DOWNGRADE are executed from the last rule to the first. */
export function ruleSteps(
  ruleSet: SchemaRuleSet | undefined,
  { list, mode }: RuleList,
  shelf: RuleShelf,
): readonly RuleStep[] {
  const rules = ruleSet?.[list];
  if (rules === undefined || rules === null || !isForClients(ruleSet?.enableAt)) return [];
  const steps = rules.map((rule) => stepOf(rule, mode, shelf)).filter((step) => step !== null);
  return mode === 'READ' || mode === 'DOWNGRADE' ? steps.reverse() : steps;
}

function isForClients(enableAt: string | null | undefined): boolean {
  return ['', 'ALL', 'CLIENT'].includes((enableAt ?? '').toUpperCase());
}

/** Null for a rule that is not executed in this mode, or is passed over. */
function stepOf(rule: SchemaRule, mode: RuleMode, shelf: RuleShelf): RuleStep | null {
  if (rule.disabled === true) return null;
  const ruleMode = (rule.mode ?? 'WRITEREAD').toUpperCase();
  const modes = MODES.get(ruleMode);
  const kind = (rule.kind ?? 'TRANSFORM').toUpperCase();
  if (modes === undefined) return unknownStep(rule, shelf, strangeWord('mode', ruleMode));
  if (!modes.includes(mode)) return null;
  if (!KINDS.includes(kind)) return unknownStep(rule, shelf, strangeWord('kind', kind));
  const executor = shelf.executors.get((rule.type ?? '').toUpperCase());
  if (executor === undefined) return unknownStep(rule, shelf, NO_EXECUTOR);
  const half = modes.length === 1 ? null : modes.indexOf(mode);
  const onSuccess = actionOf(actionName(rule.onSuccess, half), shelf);
  const onFailure = actionOf(actionName(rule.onFailure, half) || ERROR_ACTION.name, shelf);
  const missing = [onSuccess, onFailure].find((action) => typeof action === 'string');
  if (missing !== undefined && !shelf.skipsUnknown) {
    const problem = `its action '${printable(missing)}' is not there; give it in rules.actions`;
    return { rule, problem };
  }
  return {
    rule,
    problem: null,
    isCondition: kind === 'CONDITION',
    executor,
    onSuccess: typeof onSuccess === 'string' ? null : onSuccess,
    onFailure: typeof onFailure === 'string' ? ERROR_ACTION : onFailure,
  };
}

function strangeWord(attribute: 'mode' | 'kind', word: string): string {
  return `its ${attribute} '${printable(word)}' is none that is known; mend the rule`;
}

function unknownStep(rule: SchemaRule, shelf: RuleShelf, problem: string): RefusingStep | null {
  return shelf.skipsUnknown ? null : { rule, problem };
}

/** Of "none,error" under a double mode, the half for this mode. Empty: none is named. */
function actionName(text: string | null | undefined, half: number | null): string {
  const names = (text ?? '').toUpperCase();
  return (half === null || !names.includes(',') ? names : (names.split(',')[half] ?? '')).trim();
}

/** The action, null for none, or its name when it is not there. */
function actionOf(name: string, shelf: RuleShelf): RuleAction | string | null {
  if (name === '' || name === NO_ACTION) return null;
  return name === ERROR_ACTION.name ? ERROR_ACTION : (shelf.actions.get(name) ?? name);
}
