/**
 * Where avsc comes from, and as much of it as the engine calls.
 *
 * Loaded when it is asked for; absent, the error says how to get it. The types are our own few, so that programs
 * without avsc type-check with ours.
 */
import { ConfigError } from '@ottla/kernel';

export interface AvscType {
  readonly typeName: string;
  readonly name?: string | undefined;
  /** The position behind the value, or below zero by how many bytes there are too few. */
  encode(value: unknown, buffer: Buffer, position: number): number;
  /** `offset` is -1 where the bytes end too early. */
  decode(buffer: Buffer, position: number, resolver?: AvscResolver): { value: unknown; offset: number };
  isValid(value: unknown, options: AvscValidity): boolean;
  createResolver(writer: AvscType, options: { readonly ignoreNamespaces: boolean }): AvscResolver;
}

export interface AvscValidity {
  readonly noUndeclaredFields: boolean;
  readonly errorHook?: (path: readonly string[], found: unknown, type: AvscType) => void;
}

declare const resolver: unique symbol;
/** Made by avsc for avsc. */
export interface AvscResolver {
  readonly [resolver]: true;
}

export interface AvscLibrary {
  readonly Type: { forSchema(schema: unknown, options: object): AvscType };
}

export type AvscLoader = () => Promise<{ readonly default: unknown }>;

/** Throws ConfigError `PEER_MISSING` where avsc is not installed. */
export async function avscLibrary(load?: AvscLoader): Promise<AvscLibrary> {
  try {
    // Within the try: so bundlers know that avsc may be absent.
    const { default: library }: { readonly default: unknown } = await (load?.() ?? import('avsc'));
    // What avsc exports, by its own documentation; 5.7.9 is what the specs run with.
    return library as AvscLibrary;
  } catch (cause) {
    if (cause instanceof EvalError) {
      const problem =
        "engine: 'avsc': avsc makes functions from text, and this process forbids that; allow it, or take engine: 'plan'";
      throw new ConfigError(problem, 'PEER_MISSING', cause);
    }
    throw new ConfigError(
      "engine: 'avsc' needs the package avsc, 5.7.9 or later: npm install avsc",
      'PEER_MISSING',
      cause,
    );
  }
}
