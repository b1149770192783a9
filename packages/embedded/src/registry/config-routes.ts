/** Routes of the config: of the registry, of a context (`:.ctx:`) or of a subject. */
import { jsonObject } from './json-body.ts';
import { refuseInvalidSubject } from './qualified-subject.ts';
import { changedConfig, printedChange } from './registry-config.ts';
import { refuse } from './registry-failure.ts';
import type { RegistryCall, Route } from './route.ts';
import { subjectOf } from './subject-path.ts';

function getConfig(call: RegistryCall): unknown {
  const subject = subjectOf(call);
  const { state } = call;
  const config = call.flag('defaultToGlobal') ? state.configOf(subject) : state.ownConfig(subject);
  if (config === undefined) throw refuse.noSubjectCompatibility(subject);
  return config;
}

function putConfig(call: RegistryCall): unknown {
  const subject = subjectOf(call);
  const { configs } = call.state;
  const config = changedConfig(configs.own(subject) ?? {}, jsonObject(call.body));
  refuseInvalidSubject(call.segment('subject'), true);
  call.state.refuseReadOnly(subject);
  configs.set(subject, config);
  return printedChange(config);
}

function deleteConfig(call: RegistryCall): unknown {
  const subject = subjectOf(call);
  const previous = call.state.ownConfig(subject);
  if (previous === undefined) throw refuse.subjectNotFound(subject);
  call.state.refuseReadOnly(subject);
  call.state.configs.delete(subject);
  return previous;
}

export const configRoutes: readonly Route[] = [
  ['GET', '/config', getConfig],
  ['PUT', '/config', putConfig],
  ['DELETE', '/config', deleteConfig],
  ['GET', '/config/{subject}', getConfig],
  ['PUT', '/config/{subject}', putConfig],
  ['DELETE', '/config/{subject}', deleteConfig],
];
