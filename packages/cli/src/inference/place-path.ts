/**
 * Places in values, as people name them: `customer.orders[].labels{}`. The value itself is `.`.
 *
 * `[]` are the items of an array, `{}` the values of a dictionary; a key that is no plain name stands in
 * brackets. Pure.
 */
import { printable } from '@ottla/kernel';
import { isFieldName } from './dictionary-sign.ts';

export const ROOT_PATH = '.';
const LONGEST_KEY = 80;

export function memberPath(path: string, key: string): string {
  if (!isFieldName(key)) return `${path}[${JSON.stringify(printable(key, LONGEST_KEY))}]`;
  return path === ROOT_PATH ? key : `${path}.${key}`;
}

export function itemPath(path: string): string {
  return path === ROOT_PATH ? '[]' : `${path}[]`;
}

export function valuePath(path: string): string {
  return path === ROOT_PATH ? '{}' : `${path}{}`;
}
