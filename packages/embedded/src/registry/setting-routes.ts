/** Routes of the settings: compatibility levels, globally and by subject, and the mode, which is always READWRITE. */
import { compatibilityLevel, type CompatibilityLevel } from '@ottla/schema';
import { refuse } from './registry-failure.ts';
import { DEFAULT_LEVEL } from './registry-state.ts';
import type { RegistryCall, Route } from './route.ts';
import { jsonObject } from './schema-body.ts';
import { subjectOf } from './subject-path.ts';

function submittedLevel(call: RegistryCall): CompatibilityLevel {
  const { compatibility } = jsonObject(call.body);
  const level = typeof compatibility === 'string' ? compatibilityLevel(compatibility) : undefined;
  if (level === undefined) throw refuse.invalidLevel();
  return level;
}

function setGlobal(call: RegistryCall): unknown {
  call.state.globalLevel = submittedLevel(call);
  return { compatibility: call.state.globalLevel };
}

function resetGlobal(call: RegistryCall): unknown {
  const previous = call.state.globalLevel;
  call.state.globalLevel = DEFAULT_LEVEL;
  return { compatibilityLevel: previous };
}

function getOfSubject(call: RegistryCall): unknown {
  const subject = subjectOf(call);
  const own = call.state.subjectLevels.get(subject);
  if (own === undefined && !call.flag('defaultToGlobal')) throw refuse.noSubjectCompatibility(subject);
  return { compatibilityLevel: own ?? call.state.globalLevel };
}

function setOfSubject(call: RegistryCall): unknown {
  const level = submittedLevel(call);
  call.state.subjectLevels.set(subjectOf(call), level);
  return { compatibility: level };
}

function deleteOfSubject(call: RegistryCall): unknown {
  const subject = subjectOf(call);
  const previous = call.state.subjectLevels.get(subject);
  if (previous === undefined) throw refuse.subjectNotFound(subject);
  call.state.subjectLevels.delete(subject);
  return { compatibilityLevel: previous };
}

function modeOfSubject(call: RegistryCall): unknown {
  if (!call.flag('defaultToGlobal')) throw refuse.noSubjectMode(subjectOf(call));
  return { mode: 'READWRITE' };
}

export const settingRoutes: readonly Route[] = [
  ['GET', '/config', (call) => ({ compatibilityLevel: call.state.globalLevel })],
  ['PUT', '/config', setGlobal],
  ['DELETE', '/config', resetGlobal],
  ['GET', '/config/{subject}', getOfSubject],
  ['PUT', '/config/{subject}', setOfSubject],
  ['DELETE', '/config/{subject}', deleteOfSubject],
  ['GET', '/mode', () => ({ mode: 'READWRITE' })],
  ['GET', '/mode/{subject}', modeOfSubject],
];
