import { describe, expect, it } from 'vitest';
import { generate } from './generate.ts';
import type { GenerateOptions } from './generate-options.ts';

const inputs = [
  {
    file: 'order.avsc',
    text: '{"type":"record","name":"shop.Order","fields":[{"name":"line","type":{"type":"record","name":"Line","fields":[]}}]}',
  },
  { file: 'key.avsc', text: '"string"' },
];

function files(topics: GenerateOptions['topics'], options: GenerateOptions = {}): Map<string, string> {
  return new Map(generate(inputs, { ...options, topics }).files.map(({ path, text }) => [path, text]));
}

describe('topics.ts', () => {
  it('is there for topics only', () => {
    expect([...files({}).keys()]).not.toContain('topics.ts');
  });

  it('has serializers and deserializers by topic, sorted', () => {
    const text = files({
      'shop.orders': { key: 'Key', value: 'shop.Order' },
      a: { value: 'shop.Order' },
    }).get('topics.ts');
    expect(text).toContain(
      "  readonly a: {\n    readonly value: RichSerializer<OrderInput>;\n  };\n  readonly 'shop.orders': {\n" +
        '    readonly key: RichSerializer<Key>;\n    readonly value: RichSerializer<OrderInput>;\n  };\n',
    );
    expect(text).toContain(
      '      key: keyDeserializer(options),\n      value: orderDeserializer(options),\n',
    );
  });

  it('makes a nested type that a topic carries a root', () => {
    const made = files({ lines: { value: 'shop.Line' } });
    expect(made.get('shop/line.ts')).toContain('export function lineSerializer(');
  });

  it('is safe against a topic called __proto__', () => {
    const topics = { ['__proto__']: { value: 'shop.Order' } };
    expect(files(topics).get('topics.ts')).toContain("    ['__proto__']: {\n      value: orderSerializer");
  });

  it.each<[string, unknown, string | RegExp]>([
    ['a type that no file defines', { a: { value: 'shop.Ordre' } }, "did you mean 'shop.Order'?"],
    ['a side that there is not', { a: { vlaue: 'shop.Order' } }, /'topics' must be an object such as/],
    ['a name that is none', { a: { value: 7 } }, /'topics' must be an object such as/],
    ['a list', [], /'topics' must be an object such as/],
  ])('refuses %s', (_name, topics, message) => {
    // Callers in JavaScript have no compiler to stop them.
    expect(() => files(topics as GenerateOptions['topics'])).toThrow(message);
  });

  it('needs serializers', () => {
    expect(() => files({ a: { value: 'shop.Order' } }, { codecs: 'none' })).toThrow(
      /topics need serializers/,
    );
  });
});
