/** Names the package, and the client when it was given a name of its own, in the User-Agent header. */
import type { Middleware } from 'mappersmith';
import { DEFAULT_API_CLIENT_ID } from '../../constants.ts';

/** The name that a registry's access log knows already. */
const PRODUCT = '@kafkajs/confluent-schema-registry';

export const userAgentMiddleware: Middleware = ({ clientId }) => {
  const named = Boolean(clientId) && clientId !== DEFAULT_API_CLIENT_ID;
  const headers = { 'User-Agent': named ? `${PRODUCT} (${clientId})` : PRODUCT };
  return {
    async prepareRequest(next) {
      const request = await next();
      return request.enhance({ headers });
    },
  };
};
