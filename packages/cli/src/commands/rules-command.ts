/** `ottla rules`: every rule there is, as a list for people, for programs or for the documentation. */
import { ruleTable } from '@ottla/schema';
import { EXIT, type ExitCode } from '../exit-code.ts';
import {
  filterRules,
  printRulesJson,
  printRulesMarkdown,
  printRulesText,
  type RuleFilter,
} from '../rules/rule-list.ts';
import type { Terminal } from '../terminal.ts';

export interface RulesOptions extends RuleFilter {
  readonly format: 'text' | 'json' | 'markdown';
}

export function runRules(options: RulesOptions, terminal: Terminal): ExitCode {
  const rules = filterRules(ruleTable, options);
  if (options.format === 'json') terminal.print(printRulesJson(rules));
  else if (options.format === 'markdown') terminal.print(printRulesMarkdown(rules));
  else if (rules.length > 0)
    terminal.print(printRulesText(rules, (style, text) => terminal.paintPrinted(style, text)));
  const all = rules.length === ruleTable.length ? '' : ` of ${ruleTable.length}`;
  terminal.note(terminal.paint('dim', `${rules.length}${all} rules`));
  return EXIT.ok;
}
