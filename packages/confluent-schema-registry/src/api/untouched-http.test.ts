import http from 'node:http';
import https from 'node:https';
import { afterEach, describe, expect, it } from 'vitest';
import { isUntouched } from './untouched-http.ts';

/** Puts something in the place of a member until the case ends. */
const undo: (() => void)[] = [];
function replace(target: object, name: string, value: unknown): void {
  const own = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, { value, configurable: true, writable: true, enumerable: true });
  undo.push(() => {
    if (own) Object.defineProperty(target, name, own);
    else Reflect.deleteProperty(target, name);
  });
}
/** Its types do not say that it has them. */
const optionsOf = (agent: http.Agent): object => Reflect.get(agent, 'options') as object;

afterEach(() => {
  for (const each of undo.splice(0).toReversed()) each();
});

describe.each([
  ['node:http', http],
  ['node:https', https],
] as const)('%s', (_name, module) => {
  it('is untouched as Node made it, however many sockets it may have', () => {
    expect(isUntouched(module)).toBe(true);
    replace(module.globalAgent, 'maxSockets', 5);
    expect(isUntouched(module)).toBe(true);
  });

  const own = module.request;
  it.each<readonly [what: string, request: (...args: never[]) => unknown]>([
    ['a function', (...args) => Reflect.apply(own, module, args)],
    ['a bound one', own.bind(module)],
    ['a Proxy, as msw has it', new Proxy(own, {})],
    [
      'one that speaks of ClientRequest, as that of OpenTelemetry does',
      function outgoingRequest(...args) {
        // Registered before ClientRequest is bound.
        return Reflect.apply(own, module, args);
      },
    ],
    [
      'one that makes the request itself',
      function request(...args) {
        return Reflect.construct(http.ClientRequest, args);
      },
    ],
  ])('is touched when its request is %s', (_what, request) => {
    replace(module, 'request', request);
    expect(isUntouched(module)).toBe(false);
  });

  it.each<readonly [what: string, touch: (agent: http.Agent) => void]>([
    ['a CA', (agent) => replace(optionsOf(agent), 'ca', 'a certificate')],
    ['a proxy from the environment', (agent) => replace(optionsOf(agent), 'proxyEnv', { HTTP_PROXY: 'x' })],
    ['another way to connect', (agent) => replace(agent, 'createConnection', () => undefined)],
    ['another way to queue', (agent) => replace(agent, 'addRequest', () => undefined)],
  ])('is touched when its agent was given %s', (_what, touch) => {
    touch(module.globalAgent);
    expect(isUntouched(module)).toBe(false);
  });

  it('is touched when its agent is another', () => {
    class Tunnel extends module.Agent {}
    replace(module, 'globalAgent', new Tunnel({ keepAlive: true, scheduling: 'lifo', timeout: 5_000 }));
    expect(isUntouched(module)).toBe(false);
    replace(module, 'globalAgent', new module.Agent({ keepAlive: false }));
    expect(isUntouched(module)).toBe(false);
  });
});
