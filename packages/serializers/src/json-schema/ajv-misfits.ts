/**
 * What ajv found wrong, as misfits: in our path form, with words of the schema and the kind of value found.
 *
 * Values are not shown; ajv's own messages are made of the schema alone and may be. Of a choice between branches, one
 * misfit tells all types that would do.
 */
import { printable, type SerializationError, type ValueMisfit } from '@ottla/kernel';
import type { ErrorObject } from 'ajv';
import { foundKind } from '../found-kind.ts';
import { pathInto, placeAt, type JsonPlace } from '../json/json-place.ts';
import { MOST_MISFITS, misfitsError } from '../misfit.ts';

/** `value` is what was held against the schema. */
export function ajvMisfits(errors: readonly ErrorObject[], value: unknown): SerializationError {
  const told = withoutBranches(errors.slice(0, MOST_MISFITS * 2)).slice(0, MOST_MISFITS);
  const [first, ...others] = told.map((error) => misfitOf(error, value));
  return misfitsError([
    first ?? { path: '', expected: 'what its schema asks for', found: foundKind(value) },
    ...others,
  ]);
}

/**
 * Branches of anyOf and oneOf each say why not they; where all do so of one place and by type, that is one misfit.
 * Else the branches are told, and not that none of them fits.
 */
function withoutBranches(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  let told = [...errors];
  for (const choice of errors) {
    const { keyword, schemaPath, instancePath } = choice;
    if (keyword !== 'anyOf' && keyword !== 'oneOf') continue;
    const isBranch = (error: ErrorObject): boolean => error.schemaPath.startsWith(`${schemaPath}/`);
    const branches = told.filter(isBranch);
    if (branches.length === 0) continue;
    const types = branches.map((error) =>
      error.keyword === 'type' && error.instancePath === instancePath ? typeWords(error) : undefined,
    );
    const [at] = branches;
    if (types.includes(undefined) || at === undefined) {
      told = told.filter((error) => error !== choice);
    } else {
      const merged = { ...at, params: { type: [...new Set(types)] } };
      told = told.flatMap((error) => {
        if (error === at) return [merged];
        return error === choice || isBranch(error) ? [] : [error];
      });
    }
  }
  return told;
}

function misfitOf(error: ErrorObject, root: unknown): ValueMisfit {
  const keys = error.instancePath.split('/').slice(1).map(unescaped);
  const place = placeAt(root, keys);
  const { params } = error as { params: Readonly<Record<string, unknown>> }; // by keyword, as ajv documents them
  switch (error.keyword) {
    case 'required':
      return { ...member(place, params['missingProperty']), expected: 'given: it is required' };
    case 'additionalProperties':
      return undeclared(place, params['additionalProperty']);
    case 'unevaluatedProperties':
      return undeclared(place, params['unevaluatedProperty']);
    default:
      return { path: place.path, expected: asked(error, params), found: foundKind(place.value) };
  }
}

function asked(error: ErrorObject, params: Readonly<Record<string, unknown>>): string {
  switch (error.keyword) {
    case 'type':
      return typeWords(error);
    case 'enum':
      return `one of ${printable(JSON.stringify(params['allowedValues']))}`;
    case 'const':
      return printable(JSON.stringify(params['allowedValue']));
    case 'format':
      return `of format '${printable(String(params['format']))}'`;
    default:
      return `as its schema asks ('${error.keyword}': ${printable(error.message ?? 'it does not fit')})`;
  }
}

function typeWords({ params }: ErrorObject): string {
  const { type } = params as { readonly type: string | readonly string[] }; // of the keyword 'type'
  return typeof type === 'string' ? type.replaceAll(',', ' or ') : type.join(' or ');
}

function member({ path, value }: JsonPlace, name: unknown): Pick<ValueMisfit, 'path' | 'found'> {
  return { path: pathInto(path, value, String(name)), found: 'nothing' };
}

function undeclared(place: JsonPlace, name: unknown): ValueMisfit {
  const { path } = member(place, name);
  return { path, expected: 'left out: the schema does not declare it', found: 'a value' };
}

function unescaped(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}
