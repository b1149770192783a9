/**
 * `topics.ts`: serializers and deserializers by topic, typed, for a producer and for consumers.
 *
 * Calls the factories of the generated modules; nothing is made before its functions are called.
 */
import { ConfigError, nearestName } from '@ottla/kernel';
import { byCodeUnits } from './code-unit-order.ts';
import type { TopicTypes } from './generate-options.ts';
import { withHeader } from './generated-header.ts';
import { ModuleNames, type ModuleSurroundings } from './module-names.ts';
import { TOPICS_PATH } from './module-path.ts';
import { sourcesText } from './module-text.ts';
import { AVRO } from './schema-constant.ts';
import { keyText } from './source-text.ts';

type Topics = Readonly<Record<string, TopicTypes>>;
type Factory = 'serializerName' | 'deserializerName';

/** The types of all topics, by full name. */
export function topicTypeNames(topics: Topics): readonly string[] {
  return Object.values(topics).flatMap(({ key, value }) =>
    [key, value].filter((name): name is string => name !== undefined),
  );
}

/** Throws ConfigError `TOPIC_TYPE_UNKNOWN` for a topic whose type no file defines. */
export function refuseUnknownTopicTypes(topics: Topics, known: ReadonlySet<string>): void {
  for (const topic of Object.keys(topics).toSorted(byCodeUnits)) {
    const unknown = topicTypeNames({ [topic]: topics[topic] ?? {} }).find((name) => !known.has(name));
    if (unknown === undefined) continue;
    const nearest = nearestName(unknown, [...known].slice(0, 500));
    const remedy =
      nearest === undefined
        ? 'give the full name of a type that the files define'
        : `did you mean '${nearest}'?`;
    throw new ConfigError(
      `topics['${topic}'] names the type '${unknown}', which no file defines; ${remedy}`,
      'TOPIC_TYPE_UNKNOWN',
    );
  }
}

export function topicsText(topics: Topics, surroundings: ModuleSurroundings): string {
  const others = ['topicSerializers', 'topicDeserializers'];
  const names = new ModuleNames({ path: TOPICS_PATH, types: [], others }, surroundings);
  const options = names.fromPackage(AVRO, 'AvroSerializerOptions', true);
  const readOptions = names.fromPackage(AVRO, 'AvroDeserializerOptions', true);
  const sections = [
    '/** Goes to `new Producer({ topics })`, which then checks every record of these topics. */\n' +
      functionText(topics, { name: 'topicSerializers', options, factory: 'serializerName' }, names),
    '/** For consumers. `onPoison` may put nothing in the place of a value but null. */\n' +
      functionText(
        topics,
        { name: 'topicDeserializers', options: `${readOptions}<never>`, factory: 'deserializerName' },
        names,
      ),
  ];
  const used = topicTypeNames(topics).flatMap((name) => surroundings.types.get(name)?.source ?? []);
  return withHeader(
    sourcesText(used.toSorted(byCodeUnits)),
    [names.importDeclarations(), ...sections].join('\n'),
  );
}

function functionText(
  topics: Topics,
  made: { readonly name: string; readonly options: string; readonly factory: Factory },
  names: ModuleNames,
): string {
  const { name, options, factory } = made;
  const result = names.fromPackage(
    AVRO,
    factory === 'serializerName' ? 'RichSerializer' : 'Deserializer',
    true,
  );
  const types: string[] = [];
  const members: string[] = [];
  for (const topic of Object.keys(topics).toSorted(byCodeUnits)) {
    const sides = (['key', 'value'] as const).flatMap((side) => {
      const type = topics[topic]?.[side];
      return type === undefined ? [] : [{ side, type }];
    });
    const inner = sides.map(({ side, type }) => {
      const typed = names.ofType(type, factory === 'serializerName' ? 'input' : 'value');
      return `    readonly ${side}: ${result}<${typed}>;\n`;
    });
    const calls = sides.map(
      ({ side, type }) => `      ${side}: ${names.ofFunction(type, factory)}(options),\n`,
    );
    types.push(`  readonly ${keyText(topic)}: {\n${inner.join('')}  };\n`);
    members.push(`    ${keyText(topic)}: {\n${calls.join('')}    },\n`);
  }
  return (
    `export function ${name}(options: ${options}): {\n${types.join('')}} {\n` +
    `  return {\n${members.join('')}  };\n}\n`
  );
}
