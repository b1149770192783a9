/**
 * A schema registry as a function: request in, answer out. Speaks Confluent's REST API for Avro.
 *
 * Pure: no socket, no clock, no wait. `handle` never throws; a refusal is an answer with error_code and
 * message. What it knows lives in RegistryState; what it can do stands in the route tables. Left out:
 * modes other than READWRITE, contexts as name spaces, metadata and rules, JSON Schema and Protobuf (422).
 */
import { compatibilityRoutes } from './compatibility-routes.ts';
import { deletionRoutes } from './deletion-routes.ts';
import { RegistryFailure } from './registry-failure.ts';
import { RegistryState } from './registry-state.ts';
import { JsonText, runRoute, type RegistryRequest, type RegistryResponse, type Route } from './route.ts';
import { schemaRoutes } from './schema-routes.ts';
import { settingRoutes } from './setting-routes.ts';
import { subjectRoutes } from './subject-routes.ts';

const routes: readonly Route[] = [
  ['GET', '/', () => ({})],
  ...schemaRoutes,
  ...subjectRoutes,
  ...deletionRoutes,
  ...compatibilityRoutes,
  ...settingRoutes,
];

/** An answer that refuses. */
export function refusal(failure: RegistryFailure): RegistryResponse {
  return {
    status: failure.status,
    body: JSON.stringify({ error_code: failure.errorCode, message: failure.message }),
  };
}

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
      return { status: 200, body: value instanceof JsonText ? value.text : JSON.stringify(value) };
    } catch (error) {
      if (error instanceof RegistryFailure) return refusal(error);
      const why = error instanceof Error ? error.message : String(error);
      return refusal(new RegistryFailure(500, 50001, `Error in the registry: ${why}`));
    }
  }
}
