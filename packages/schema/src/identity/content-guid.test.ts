import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SchemaMetadata, SchemaRuleSet } from '@ottla/kernel';
import { contentGuid, type SchemaContent } from './content-guid.ts';

interface GuidVectors {
  readonly contents: {
    readonly references: SchemaContent['references'];
    readonly metadata: SchemaMetadata;
    readonly ruleSet: SchemaRuleSet;
  };
  readonly schemas: Readonly<Record<string, string>>;
  readonly guids: readonly {
    readonly type: string;
    readonly references: boolean;
    readonly metadata: boolean;
    readonly ruleSet: boolean;
    readonly guid: string;
  }[];
}

// The file is ours; vectors/README.md names its source.
const vectors = JSON.parse(
  readFileSync(new URL('../../vectors/content-guids.json', import.meta.url), 'utf8'),
) as GuidVectors;
const { contents } = vectors;
const schema = '"string"';

describe("contentGuid, by Confluent's golden values", () => {
  it('has three formats with and without references, metadata and rules', () => {
    expect(vectors.guids).toHaveLength(24);
  });

  it.each(vectors.guids)('$type, references $references, metadata $metadata, rules $ruleSet', (vector) => {
    const content: SchemaContent = {
      schema: vectors.schemas[vector.type] ?? '',
      references: vector.references ? contents.references : null,
      metadata: vector.metadata ? contents.metadata : null,
      ruleSet: vector.ruleSet ? contents.ruleSet : null,
    };
    expect(contentGuid(content)).toBe(vector.guid);
  });
});

describe('contentGuid', () => {
  it('does not see the order of what is a set or a map, nor what is in a set twice', () => {
    const written = {
      tags: { b: ['y', 'x'], a: ['z'] },
      properties: { d: '1', c: '2' },
      sensitive: ['q', 'p'],
    };
    const sorted = {
      tags: { a: ['z'], b: ['x', 'y', 'x'] },
      properties: { c: '2', d: '1' },
      sensitive: ['p', 'p', 'q'],
    };
    expect(contentGuid({ schema, metadata: written })).toBe(contentGuid({ schema, metadata: sorted }));
    const rule = (params: Record<string, string>, tags: string[]): SchemaRuleSet => ({
      domainRules: [{ name: 'r', type: 'CEL', params, tags }],
    });
    expect(contentGuid({ schema, ruleSet: rule({ b: '1', a: '2' }, ['y', 'x']) })).toBe(
      contentGuid({ schema, ruleSet: rule({ a: '2', b: '1' }, ['x', 'y']) }),
    );
  });

  it('sees the order of references and of rules', () => {
    const [first, second] = contents.references ?? [];
    if (first === undefined || second === undefined) throw new Error('the vectors have two references');
    expect(contentGuid({ schema, references: [first, second] })).not.toBe(
      contentGuid({ schema, references: [second, first] }),
    );
    const rules = contents.ruleSet.domainRules ?? [];
    expect(contentGuid({ schema, ruleSet: { domainRules: rules } })).not.toBe(
      contentGuid({ schema, ruleSet: { domainRules: rules.toReversed() } }),
    );
  });

  it('tells empty metadata and rules from none, and takes null for none', () => {
    const none = contentGuid({ schema });
    expect(contentGuid({ schema, references: null, metadata: null, ruleSet: null })).toBe(none);
    expect(contentGuid({ schema, references: [] })).toBe(none);
    expect(contentGuid({ schema, metadata: {} })).not.toBe(none);
    expect(contentGuid({ schema, ruleSet: {} })).toBe(contentGuid({ schema, metadata: {} }));
  });

  it("fills a rule's kind and mode as the registry does, and counts a disabled rule as another", () => {
    const guid = (rule: object): string => contentGuid({ schema, ruleSet: { domainRules: [rule] } });
    expect(guid({ name: 'r' })).toBe(
      guid({ name: 'r', kind: 'TRANSFORM', mode: 'WRITEREAD', disabled: false }),
    );
    expect(guid({ name: 'r', disabled: true })).not.toBe(guid({ name: 'r' }));
  });

  it('reads a negative version as its 32 bits, and half a surrogate pair as Java does', () => {
    const reference = { name: 'a', subject: 'b', version: -1 };
    expect(contentGuid({ schema: '', references: [reference] })).toBe('7a8f900a-5e70-59ad-261e-83e0e80f81aa');
    expect(contentGuid({ schema: '\ud800' })).toBe(contentGuid({ schema: '?' }));
  });
});
