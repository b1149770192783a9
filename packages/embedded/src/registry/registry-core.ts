/**
 * A schema registry as a function: request in, answer out. Speaks Confluent's REST API.
 *
 * Pure: no socket, no clock, no wait. `handle` never throws; a refusal is an answer with error_code and
 * message. What it knows lives in RegistryState; what it can do stands in the route tables. Protobuf is
 * stored, not parsed: its compatibility is not judged. Left out (404): associations, exporters, the DEK
 * registry and tags. Rules are kept, never run.
 */
import { compatibilityRoutes } from './compatibility-routes.ts';
import { configRoutes } from './config-routes.ts';
import { contextRoutes } from './context-routes.ts';
import { deletionRoutes } from './deletion-routes.ts';
import { listRoutes } from './list-routes.ts';
import { modeRoutes } from './mode-routes.ts';
import { RegistryFailure } from './registry-failure.ts';
import { RegistryState } from './registry-state.ts';
import { BareText, runRoute, type RegistryRequest, type RegistryResponse, type Route } from './route.ts';
import { schemaRoutes } from './schema-routes.ts';
import { serverRoutes } from './server-routes.ts';
import { subjectRoutes } from './subject-routes.ts';

const routes: readonly Route[] = [
  ...serverRoutes,
  ...listRoutes,
  ...schemaRoutes,
  ...subjectRoutes,
  ...deletionRoutes,
  ...compatibilityRoutes,
  ...configRoutes,
  ...modeRoutes,
  ...contextRoutes,
];

/** An answer that refuses. */
export function refusal(failure: RegistryFailure): RegistryResponse {
  return {
    status: failure.status,
    body: JSON.stringify({ error_code: failure.errorCode, message: failure.message }),
  };
}

/**
 * Avro and JSON Schema are parsed, compared and normalized as Confluent's registry does it. Protobuf texts are
 * only looked at: they are equal when their texts are, and any may follow any other.
 */
export class RegistryCore {
  readonly #state = new RegistryState();

  /**
   * @example
   * new RegistryCore().handle({ method: 'GET', target: '/config', body: '' });
   * // { status: 200, body: '{"compatibilityLevel":"BACKWARD"}' }
   */
  handle(request: RegistryRequest): RegistryResponse {
    try {
      const value = runRoute(routes, request, this.#state);
      if (value === undefined) return { status: 204, body: '' };
      return { status: 200, body: value instanceof BareText ? value.text : JSON.stringify(value) };
    } catch (error) {
      if (error instanceof RegistryFailure) return refusal(error);
      const why = error instanceof Error ? error.message : String(error);
      return refusal(new RegistryFailure(500, 50001, `Error in the registry: ${why}`));
    }
  }
}
