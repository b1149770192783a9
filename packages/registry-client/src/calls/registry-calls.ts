/** All calls of the REST API that this client knows, in one table, and the options they take. */
import { schemaCalls } from './schema-calls.ts';
import { settingCalls } from './setting-calls.ts';
import { subjectCalls } from './subject-calls.ts';

export type * from './schema-calls.ts';
export type * from './setting-calls.ts';
export type * from './subject-calls.ts';

export const calls = { ...schemaCalls, ...subjectCalls, ...settingCalls };
