/**
 * A page of documentation as steps: its fenced blocks, with what their first line says about them.
 *
 * A fence such as ```sh in=checkout background names the language, then settings and flags.
 */
import { readFileSync } from 'node:fs';

export interface GuideStep {
  readonly language: string;
  /** `file=…` and `in=…`. */
  readonly settings: ReadonlyMap<string, string>;
  readonly flags: ReadonlySet<string>;
  readonly text: string;
}

export function guideSteps(markdownFile: string): GuideStep[] {
  const blocks = readFileSync(markdownFile, 'utf8').matchAll(/^```(\w+)([^\n]*)\n([\s\S]*?)^```$/gm);
  return [...blocks].map(([, language = '', rest = '', text = '']) => {
    const words = rest.split(' ').filter((word) => word !== '');
    const settings = words
      .filter((word) => word.includes('='))
      .map((word) => word.split('=', 2) as [string, string]);
    return {
      language,
      settings: new Map(settings),
      flags: new Set(words.filter((word) => !word.includes('='))),
      text,
    };
  });
}
