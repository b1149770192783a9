/** A RegistryClient in front of a scripted registry. No retries unless asked for; waits of seconds run by themselves. */
import { ManualClock } from '@ottla/kernel/testing';
import { RegistryClient, type RegistryClientOptions } from '../src/index.ts';
import { ScriptedRegistry, type ScriptedReply, type ScriptedRequest } from './scripted-registry.ts';

const TAKES_ALONG_MS = 5_000;

export type Script = (request: ScriptedRequest, index: number) => ScriptedReply;

export interface OpenClientPorts {
  readonly clock?: ManualClock;
  readonly random?: () => number;
}

export function openClient(
  script: Script,
  options: Partial<RegistryClientOptions> = {},
  { clock = new ManualClock({ takesAlongMs: TAKES_ALONG_MS }), random = () => 0 }: OpenClientPorts = {},
) {
  const registry = new ScriptedRegistry(script);
  const { dispatcher } = registry;
  const given = { url: 'http://r', dispatcher, retries: 0, ...options };
  return { registry, clock, client: new RegistryClient(given, { clock, random }) };
}
