/**
 * Whether node:http(s) still is what Node made it: nothing stands between a caller and the network.
 *
 * Tests, tracing and proxies put functions of their own in the place of `request` (nock, msw, OpenTelemetry),
 * or agents and settings of their own in that of `globalAgent` (proxies, private CAs). They may do so before
 * this package is loaded, or later, so nothing is remembered that could be compared: what is there is looked
 * at each time. In doubt it counts as touched, which costs speed and nothing else. Sends nothing, patches nothing.
 */
import type http from 'node:http';
import type https from 'node:https';
import { isDeepStrictEqual } from 'node:util';

/** How `globalAgent` is made by Node (lib/_http_agent.js, lib/https.js); a proxy from the environment adds `proxyEnv`. */
const NODES_AGENT = { keepAlive: true, scheduling: 'lifo', timeout: 5_000 } as const;

/**
 * The whole text of `request` in node:http and node:https, but for the middle. A wrapper can mention
 * ClientRequest, and OpenTelemetry's does; but only code inside Node ends with these words, which name what
 * nobody else can reach. The text of a Proxy shows nothing at all.
 */
const NODES_REQUEST =
  /^function request\([^)]*\) \{\s[^]*\breturn (?:new ClientRequest\(url, options, cb\)|ReflectConstruct\(ClientRequest, args\));\s*\}$/;

type HttpModule = Pick<typeof http | typeof https, 'request' | 'globalAgent' | 'Agent'>;

export function isUntouched({ request, globalAgent, Agent }: HttpModule): boolean {
  return NODES_REQUEST.test(Function.prototype.toString.call(request)) && isNodesAgent(globalAgent, Agent);
}

/** How many sockets it may have is no matter here: it says nothing about where and how to connect. */
function isNodesAgent(agent: http.Agent, Agent: typeof http.Agent): boolean {
  if (Object.getPrototypeOf(agent) !== Agent.prototype) return false;
  if (Object.hasOwn(agent, 'createConnection') || Object.hasOwn(agent, 'addRequest')) return false;
  return isDeepStrictEqual(saidOptions(agent), saidOptions(new Agent(NODES_AGENT)));
}

function saidOptions(agent: object): object {
  const { options } = agent as { options: object }; // what every agent of Node has, and its types do not say
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
