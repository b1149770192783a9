/** What a schema is called in messages: `com.acme.Order`; of an unnamed type the type. */
import { isNamed, type Schema } from '@ottla/schema';

export function fullNameOf(schema: Schema): string {
  return isNamed(schema) ? schema.fullName : schema.type;
}
