import { describe, expect, it } from 'vitest';
import { parseJson } from './json-parser.ts';
import type { JsonMember } from './json-node.ts';
import { MemberMap, repeatedMember, type KeyedMember } from './member-map.ts';

function memberOf(key: string): KeyedMember {
  const position = { line: 1, column: 1 };
  return { key, keyPosition: position, value: { kind: 'string', value: `of ${key}`, position } };
}

const NAMES = ['__proto__', 'constructor', 'toString', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];

describe.each([0, 1, 8, 9, NAMES.length])('the members of an object, %i of them', (count) => {
  const members = NAMES.slice(0, count).map(memberOf);
  const map = new MemberMap(members);
  const plain = new Map<string, JsonMember>(members.map((member) => [member.key, member]));

  it('are found as in a Map', () => {
    for (const name of [...NAMES, 'valueOf', '']) {
      expect(map.get(name)).toBe(plain.get(name));
      expect(map.has(name)).toBe(plain.has(name));
    }
    expect(map.size).toBe(count);
  });

  it('are walked as in a Map, in order', () => {
    expect([...map]).toEqual([...plain]);
    expect([...map.entries()]).toEqual([...plain.entries()]);
    expect([...map.keys()]).toEqual([...plain.keys()]);
    expect([...map.values()]).toEqual([...plain.values()]);
    const walked: unknown[] = [];
    map.forEach((member, key) => walked.push([key, member]));
    expect(walked).toEqual([...plain]);
  });

  it('hold a key twice only where they do', () => {
    expect(repeatedMember(members)).toBeUndefined();
    const again = memberOf(NAMES[0] ?? '');
    const twice = [...members, again, memberOf('z')];
    expect(repeatedMember(twice)).toBe(count === 0 ? undefined : again);
  });
});

it('a parsed object of many members is one like any', () => {
  const text = `{${NAMES.map((name, index) => `"${name}":${index}`).join(',')}}`;
  const node = parseJson(text);
  if (node.kind !== 'object') throw new Error('no object');
  expect([...node.members.keys()]).toEqual(NAMES);
  expect(node.members.get('i')?.value).toMatchObject({ kind: 'number', text: '11' });
  expect(node.members.get('valueOf')).toBeUndefined();
});
