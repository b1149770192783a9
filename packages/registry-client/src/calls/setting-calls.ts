/** Calls about settings and the server: levels, configurations, modes, contexts, associations, its version. */
import { kinds, optional, type OptionsInput } from '@ottla/kernel';
import type { CompatibilityLevel } from '@ottla/schema';
import {
  readAssociations,
  readConfig,
  readContexts,
  readLevel,
  readMode,
  readServerVersion,
  type Association,
  type RegistryConfig,
  type RegistryMode,
  type ServerVersion,
} from '../answers/setting-answer.ts';
import { expectArgument, namePath, query, quoted, subjectPath, type Question } from './question.ts';

export const settingOptions = {
  defaultToGlobal: optional(
    kinds.boolean,
    'Answer with the global setting where the subject has none of its own.',
  ),
};
export type SettingOptions = OptionsInput<typeof settingOptions>;

export const setModeOptions = {
  force: optional(kinds.boolean, 'Also when there are schemas that the mode would not have let in.'),
};
export type SetModeOptions = OptionsInput<typeof setModeOptions>;

export const deleteModeOptions = {
  recursive: optional(kinds.boolean, 'With the subjects below a context.'),
};
export type DeleteModeOptions = OptionsInput<typeof deleteModeOptions>;

export const associationOptions = {
  namespace: optional(
    kinds.string,
    "Where the resource's name is unique: most often a cluster's id. Without it, any: `-`.",
  ),
  type: optional(kinds.oneOf('key', 'value'), 'Which part of a record the subject serves.'),
};
export type AssociationOptions = OptionsInput<typeof associationOptions>;

const aConfig = kinds.of(
  'an object of settings, such as { compatibilityLevel }',
  (value): value is RegistryConfig => typeof value === 'object' && value !== null && !Array.isArray(value),
);

/** A level or mode that this client does not know is the registry's to refuse. */
const aWord = kinds.string;

/** No subject means the global setting. */
type Whose = string | undefined;

const place = (kind: 'config' | 'mode', subject: Whose): string =>
  subject === undefined ? `/${kind}` : `/${kind}/${subjectPath(subject)}`;
const ofWhom = (subject: Whose): string => (subject === undefined ? '' : ` of ${quoted(subject)}`);

export const settingCalls = {
  compatibilityLevel: (
    subject: Whose,
    { defaultToGlobal }: SettingOptions,
  ): Question<CompatibilityLevel> => ({
    method: 'GET',
    path: `${place('config', subject)}${query({ defaultToGlobal })}`,
    purpose: `get the compatibility level${ofWhom(subject)}`,
    subject,
    read: readLevel,
  }),
  setCompatibilityLevel: (level: CompatibilityLevel, subject: Whose): Question<CompatibilityLevel> => {
    expectArgument('setCompatibilityLevel: level', aWord, level);
    return {
      method: 'PUT',
      path: place('config', subject),
      body: JSON.stringify({ compatibility: level }),
      purpose: `set the compatibility level${ofWhom(subject)}`,
      subject,
      read: readLevel,
    };
  },
  config: (subject: Whose, { defaultToGlobal }: SettingOptions): Question<RegistryConfig> => ({
    method: 'GET',
    path: `${place('config', subject)}${query({ defaultToGlobal })}`,
    purpose: `get the configuration${ofWhom(subject)}`,
    subject,
    read: readConfig,
  }),
  /** The level is called `compatibility` when it is sent. */
  setConfig: (config: RegistryConfig, subject: Whose): Question<RegistryConfig> => {
    expectArgument('setConfig: config', aConfig, config);
    const { compatibilityLevel, ...others } = config;
    return {
      method: 'PUT',
      path: place('config', subject),
      body: JSON.stringify({ compatibility: compatibilityLevel, ...others }),
      purpose: `set the configuration${ofWhom(subject)}`,
      subject,
      read: readConfig,
    };
  },
  deleteConfig: (subject: Whose): Question<RegistryConfig> => ({
    method: 'DELETE',
    path: place('config', subject),
    purpose: `delete the configuration${ofWhom(subject)}`,
    subject,
    read: readConfig,
  }),
  mode: (subject: Whose, { defaultToGlobal }: SettingOptions): Question<RegistryMode> => ({
    method: 'GET',
    path: `${place('mode', subject)}${query({ defaultToGlobal })}`,
    purpose: `get the mode${ofWhom(subject)}`,
    subject,
    read: readMode,
  }),
  setMode: (mode: RegistryMode, subject: Whose, { force }: SetModeOptions): Question<RegistryMode> => {
    expectArgument('setMode: mode', aWord, mode);
    return {
      method: 'PUT',
      path: `${place('mode', subject)}${query({ force })}`,
      body: JSON.stringify({ mode }),
      purpose: `set the mode${ofWhom(subject)}`,
      subject,
      read: readMode,
    };
  },
  deleteMode: (subject: string, { recursive }: DeleteModeOptions): Question<RegistryMode> => ({
    method: 'DELETE',
    path: `${place('mode', subject)}${query({ recursive })}`,
    purpose: `delete the mode${ofWhom(subject)}`,
    subject,
    read: readMode,
  }),
  contexts: (): Question<string[]> => ({
    method: 'GET',
    path: '/contexts',
    purpose: 'list the contexts',
    read: readContexts,
  }),
  associations: (name: string, { namespace = '-', type }: AssociationOptions): Question<Association[]> => ({
    method: 'GET',
    path: `/associations/resources/${namePath(namespace, 'namespace')}/${namePath(name, 'resource')}${query({ resourceType: 'topic', associationType: type })}`,
    purpose: 'list the associations of this resource',
    read: readAssociations,
  }),
  serverVersion: (): Question<ServerVersion> => ({
    method: 'GET',
    path: '/v1/metadata/version',
    purpose: "get the server's version",
    read: readServerVersion,
  }),
};
