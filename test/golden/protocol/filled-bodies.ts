/**
 * Bodies made from our tables for Kafka's classes to write: every field the version carries, each with a
 * value of its own, or with as little as the version allows.
 */
import type { Api } from '@ottla/protocol';

type Table = Api['request'];
type AnyField = Table[string];

export type Fill = 'full' | 'bare';

/** Values that differ from field to field, so that two swapped fields are seen. */
class Distinct {
  #next = 0;

  of(typeName: string, name: string): unknown {
    const number = ++this.#next;
    switch (typeName) {
      case 'bool':
        return number % 2 === 1;
      case 'int8':
        return (number % 100) + 1;
      case 'int16':
        return 1000 + number;
      case 'int32':
        return 100_000 + number;
      case 'int64':
        return BigInt(number) * 2n ** 33n + 7n;
      case 'string':
        return `${name}-é-${number}`;
      case 'uuid':
        return Buffer.alloc(16, number).toString('base64url');
      case 'records':
        return Buffer.from(`${name} ${number}`.repeat(20));
      default:
        throw new Error(`no value for ${typeName}`);
    }
  }
}

function valueOf(
  field: AnyField,
  name: string,
  context: { version: number; fill: Fill; distinct: Distinct },
): unknown {
  const { type, versions } = field;
  const { version, fill, distinct } = context;
  if (fill === 'bare') {
    if (version >= versions.nullableSince) return null;
    if (type.element !== undefined) return [];
  }
  if (type.element !== undefined) {
    const { element } = type;
    return [1, 2].map(() => valueOf(element, name, context));
  }
  if (type.table !== undefined) return bodyOf(type.table, context);
  return distinct.of(type.name, name);
}

function bodyOf(table: Table, context: { version: number; fill: Fill; distinct: Distinct }): unknown {
  const members = Object.entries(table)
    .filter(([, field]) => field.isCarriedBy(context.version))
    .filter(([, field]) => context.fill === 'full' || field.versions.tag < 0)
    .map(([name, field]) => [name, valueOf(field, name, context)]);
  return Object.fromEntries(members);
}

export function filledBody(table: Table, version: number, fill: Fill): unknown {
  return bodyOf(table, { version, fill, distinct: new Distinct() });
}
