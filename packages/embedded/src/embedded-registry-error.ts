/** What an embedded registry refuses to do. */
import { OttlaError } from '@ottla/kernel';

/** `REGISTRY_CLOSED`: the registry has been closed. */
export type EmbeddedRegistryErrorCode = 'REGISTRY_CLOSED';

export class EmbeddedRegistryError extends OttlaError {
  constructor(code: EmbeddedRegistryErrorCode, message: string) {
    super(message, { code, action: 'usage' });
  }
}
