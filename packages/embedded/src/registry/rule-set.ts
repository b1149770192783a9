/**
 * Rule sets: read from a body, checked as Confluent checks them (42210), merged by the names of rules.
 *
 * Rules are stored and answered, never run. A rule without kind and mode gets the registry's: TRANSFORM,
 * WRITEREAD. Confluent's own server keeps them in its Enterprise and Cloud editions; the open one drops them.
 */
import type { SchemaRule, SchemaRuleSet } from '@ottla/kernel';
import { flagAt, listAt, objectAt, optionally, textAt } from './json-body.ts';
import { refuse } from './registry-failure.ts';
import { textMapAt, textSetAt } from './schema-metadata.ts';

const MIGRATION_MODES = ['UPGRADE', 'DOWNGRADE', 'UPDOWN'] as const;
const DOMAIN_MODES = ['WRITE', 'READ', 'WRITEREAD'] as const;
const MODES = [...MIGRATION_MODES, ...DOMAIN_MODES];
const KINDS = ['TRANSFORM', 'CONDITION'];
const PLACES = ['ALL', 'CLIENT', 'GATEWAY', 'SERVER', 'NONE'];
const LONGEST_NAME = 256;

/** The lists of a rule set, with the modes their rules may have. */
const phases = [
  { list: 'migrationRules', label: 'Migration', modes: MIGRATION_MODES },
  { list: 'domainRules', label: 'Domain', modes: DOMAIN_MODES },
  { list: 'encodingRules', label: 'Encoding', modes: DOMAIN_MODES },
] as const;

const oneOf =
  (words: readonly string[]) =>
  (value: unknown, place: string): string => {
    const text = textAt(value, place);
    if (words.includes(text)) return text;
    throw refuse.badRequest(`HTTP 400 Bad Request: ${place} is not one of ${words.join(', ')}`);
  };

function ruleAt(value: unknown, place: string): SchemaRule {
  const members = objectAt(value, place);
  const text = (name: string) => optionally(members, name, textAt);
  const tags = optionally(members, 'tags', textSetAt) ?? [];
  const params = optionally(members, 'params', textMapAt) ?? {};
  return {
    name: text('name'),
    doc: text('doc'),
    kind: optionally(members, 'kind', oneOf(KINDS)) ?? 'TRANSFORM',
    mode: optionally(members, 'mode', oneOf(MODES)) ?? 'WRITEREAD',
    type: text('type'),
    ...(tags.length > 0 && { tags }),
    ...(Object.keys(params).length > 0 && { params }),
    expr: text('expr'),
    onSuccess: text('onSuccess'),
    onFailure: text('onFailure'),
    disabled: optionally(members, 'disabled', flagAt) ?? false,
  };
}

/** Reads a rule set; 400 for what has not its shape. */
export function ruleSetAt(value: unknown, place: string): SchemaRuleSet {
  const members = objectAt(value, place);
  const lists = phases.flatMap(({ list }) => {
    const rules = optionally(members, list, (rules, at) => listAt(rules, at, ruleAt)) ?? [];
    return rules.length === 0 ? [] : [[list, rules] as const];
  });
  const enableAt = optionally(members, 'enableAt', oneOf(PLACES));
  return { ...Object.fromEntries(lists), ...(enableAt !== undefined && { enableAt }) };
}

function nameProblem(name: string | null | undefined): string | undefined {
  if (name === undefined || name === null) return 'Missing rule name';
  if (name === '') return 'Empty rule name';
  if (name.length > LONGEST_NAME) return 'Rule name too long';
  if (!/^[\p{L}_]/u.test(name)) return `Illegal initial character in rule name: ${name}`;
  if (!/^[\p{L}\p{Nd}_-]+$/u.test(name)) return `Illegal character in rule name: ${name}`;
  return undefined;
}

function ruleProblem({ name, type, mode, onSuccess, onFailure }: SchemaRule): string | undefined {
  const problem = nameProblem(name);
  if (problem !== undefined) return problem;
  if (type === undefined || type === null) return 'Missing rule type';
  const isPair = mode === 'WRITEREAD' || mode === 'UPDOWN';
  const hasSeveral = [onSuccess, onFailure].some((action) => action?.includes(',') === true);
  return hasSeveral && !isPair ? 'Multiple actions only valid with WRITEREAD and UPDOWN' : undefined;
}

/** Throws 42210 for the first rule that may not be in the set. */
export function refuseBadRules(ruleSet: SchemaRuleSet | undefined): void {
  const names = new Set<string | null | undefined>();
  for (const { list, label, modes } of phases) {
    for (const rule of ruleSet?.[list] ?? []) {
      if (names.has(rule.name)) throw refuse.invalidRuleSet(`Found rule with duplicate name '${rule.name}'`);
      names.add(rule.name);
      const problem = ruleProblem(rule);
      if (problem !== undefined) throw refuse.invalidRuleSet(problem);
      if (!modes.some((mode) => mode === rule.mode)) {
        throw refuse.invalidRuleSet(`${label} rules can only be ${modes.join(', ')}`);
      }
    }
  }
}

function mergedRules(
  earlier: readonly SchemaRule[] | null | undefined,
  later: readonly SchemaRule[] | null | undefined,
): readonly SchemaRule[] {
  const names = new Set((later ?? []).map(({ name }) => name));
  return [...(earlier ?? []).filter(({ name }) => !names.has(name)), ...(later ?? [])];
}

/** Both; a later rule takes the place of an earlier one of its name. */
export function mergedRuleSet(
  earlier: SchemaRuleSet | undefined,
  later: SchemaRuleSet | undefined,
): SchemaRuleSet | undefined {
  if (earlier === undefined || later === undefined) return later ?? earlier;
  const lists = phases
    .map(({ list }) => [list, mergedRules(earlier[list], later[list])] as const)
    .filter(([, rules]) => rules.length > 0);
  const enableAt = later.enableAt ?? earlier.enableAt;
  return { ...Object.fromEntries(lists), ...(enableAt !== undefined && { enableAt }) };
}

/** Whether a set has a rule of a type, as `GET /schemas?ruleType=` asks. */
export function hasRuleOfType(ruleSet: SchemaRuleSet | undefined, type: string): boolean {
  return phases.some(({ list }) => (ruleSet?.[list] ?? []).some((rule) => rule.type === type));
}
