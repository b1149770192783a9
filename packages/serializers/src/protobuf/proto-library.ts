/**
 * Where protobufjs comes from, and the few of its types that this folder reads.
 *
 * It parses .proto text and resolves names, and nothing else: values are written and read by our own plan, so none of
 * its generated code runs and no `eval` is needed. Loaded at the first schema; absent, the error says how to get it.
 */
import { createRequire } from 'node:module';
import { ConfigError } from '@ottla/kernel';
import type * as protobufjs from 'protobufjs';

export type ProtoLibrary = typeof protobufjs;
export type ProtoRoot = protobufjs.Root;
export type ProtoType = protobufjs.Type;
export type ProtoField = protobufjs.Field;
export type ProtoEnum = protobufjs.Enum;
export type ProtoNamespace = protobufjs.NamespaceBase;
export type ProtoObject = protobufjs.ReflectionObject;

const requireModule = createRequire(import.meta.url);
let library: ProtoLibrary | undefined;

/** Throws ConfigError `PEER_MISSING` where protobufjs is not installed. */
export function protoLibrary(): ProtoLibrary {
  library ??= load('protobufjs') as ProtoLibrary; // the module of that name
  return library;
}

/** Whether a message was declared by a group of proto2; the library sets it and does not declare it. */
export function isGroupType(type: ProtoType): boolean {
  return (type as { readonly group?: boolean }).group === true;
}

/** The descriptions of files that protobufjs carries as JSON beside its sources. */
export function protoLibraryJson(path: string): protobufjs.INamespace {
  return load(`protobufjs/${path}`) as protobufjs.INamespace; // what `addJSON` takes, by the library's own layout
}

function load(name: string): unknown {
  try {
    return requireModule(name);
  } catch (cause) {
    const remedy = 'Protobuf needs the package protobufjs, 7.5 or later: npm install protobufjs';
    throw new ConfigError(remedy, 'PEER_MISSING', cause);
  }
}
