/** What users of rules name: options, executors and actions. How rules are run stays inside this package. */
export type { RuleAction, RuleCall, RuleExecutor, RuleMode, RuleOptions } from './rule-options.ts';
