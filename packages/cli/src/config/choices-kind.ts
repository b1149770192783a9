/**
 * The keys under `gen` that tell how values look in TypeScript: choices by name, and the codecs that they name.
 *
 * What there is to choose comes from the schema engine; a wrong name or form is refused with its place.
 */
import { nearestName } from '@ottla/kernel';
import { choiceNames, formsOf, takesCodec, type ChoiceName, type CodecChoice } from '@ottla/schema';
import { mapOf, required, section, textKind, type ConfigKind, type JsonSchema } from './config-kind.ts';
import type { ConfigValue } from './config-value.ts';

const choiceName = textKind(
  `one of ${choiceNames.join(', ')}`,
  (given) => {
    const found = choiceNames.find((name) => name === given);
    if (found !== undefined) return { value: found };
    const nearest = nearestName(given, choiceNames);
    const remedy =
      nearest === undefined ? `there are ${choiceNames.join(', ')}` : `did you mean '${nearest}'?`;
    return { problem: `'${given}' is nothing to choose; ${remedy}` };
  },
  { enum: choiceNames },
);

const name = textKind('a name', (given) => (given.trim() === '' ? undefined : { value: given }));
const codecChoice = section({ codec: required(name, 'The name of a codec.') });

/** The choices for one place, by what they are made for. */
export type Choices = ReadonlyMap<ChoiceName, string | CodecChoice>;

/** A section: a choice's name, then a form or { codec: name }. */
export const choicesKind: ConfigKind<Choices> = {
  expected: `a section: ${choiceName.expected}, then a form as docs/concepts/representation.md lists them, or \`{ codec: name }\``,
  jsonSchema: {
    title: 'choices',
    type: ['object', 'null'],
    properties: Object.fromEntries(choiceNames.map((name) => [name, formSchema(name)])),
    additionalProperties: false,
  },
  read(value) {
    if (value.isEmpty) return new Map();
    const entries = value.entries();
    if (entries === undefined) throw value.error(`this must be a section, not ${value.kind}`);
    return new Map(
      entries.map((entry) => {
        const choice = choiceName.read(entry.key);
        return [choice, formOf(choice, entry.value)];
      }),
    );
  },
};

function formSchema(choice: ChoiceName): JsonSchema {
  const forms = { enum: formsOf(choice) };
  const codec = { title: 'codec', ...codecChoice.jsonSchema };
  return takesCodec(choice) ? { anyOf: [forms, codec] } : forms;
}

function formOf(choice: ChoiceName, value: ConfigValue): string | CodecChoice {
  const forms = formsOf(choice);
  if (value.text === undefined && takesCodec(choice)) return codecChoice.read(value);
  const found = forms.find((form) => form === value.text);
  if (found !== undefined) return found;
  const all = takesCodec(choice) ? [...forms, '{ codec: name }'] : forms;
  throw value.error(`${choice} can be ${all.join(', ')}, not ${value.kind}`);
}

const codecTable = {
  import: required(name, 'A package, or a path that begins with ./ or ../, from the folder of this file.'),
  type: required(name, 'The exported type of its values.'),
  codec: required(name, 'The exported codec, a ValueCodec.'),
};

export const codecsKind = mapOf(name, section(codecTable));
