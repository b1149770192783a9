/**
 * Every API this package speaks, and finding one by its key.
 *
 * A new API is a file beside this one and a line here.
 */
import { apiVersions } from './api-versions.ts';
import type { Api } from './api.ts';
import { createTopics } from './create-topics.ts';
import { deleteTopics } from './delete-topics.ts';
import { fetch } from './fetch.ts';
import { initProducerId } from './init-producer-id.ts';
import { listOffsets } from './list-offsets.ts';
import { metadata } from './metadata.ts';
import { produce } from './produce.ts';

/** In the order of their keys. */
export const apis: readonly Api[] = [
  produce,
  fetch,
  listOffsets,
  metadata,
  apiVersions,
  createTopics,
  deleteTopics,
  initProducerId,
];

/** The API with this key, or undefined when there is no table for it. */
export function apiByKey(key: number): Api | undefined {
  return apis.find((api) => api.key === key);
}
