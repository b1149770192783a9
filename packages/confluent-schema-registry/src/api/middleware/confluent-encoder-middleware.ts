/**
 * Requests carry JSON under the registry's media type, and every answer is read as JSON.
 *
 * Registries and the proxies before them name all sorts of content types; what is not JSON after all stays
 * text (mappersmith's `data()` falls back to it).
 */
import { Response, type Middleware } from 'mappersmith';

const REQUEST_HEADERS = { 'Content-Type': 'application/vnd.schemaregistry.v1+json' };

const readAsJson = (response: Response): Response =>
  response.enhance({ headers: { 'content-type': 'application/json' } });

export const confluentEncoderMiddleware: Middleware = () => ({
  request(request) {
    const body = request.body();
    if (!body) return request.enhance({ headers: REQUEST_HEADERS });
    return request.enhance({ headers: REQUEST_HEADERS, body: JSON.stringify(body) });
  },

  async response(next) {
    try {
      return readAsJson(await next());
    } catch (failure) {
      throw failure instanceof Response ? readAsJson(failure) : failure;
    }
  },
});
