import { describe, expect, it } from 'vitest';
import { kebabCase, modulePaths, relativeSpecifier } from './module-path.ts';

const pathsOf = (...fullNames: string[]): string[] => {
  const paths = modulePaths(fullNames);
  return fullNames.map((fullName) => paths.get(fullName) ?? 'none');
};

describe('kebab-case', () => {
  it.each([
    ['Customer', 'customer'],
    ['CustomerV2', 'customer-v2'],
    ['HTTPServerEvent', 'http-server-event'],
    ['user_event', 'user-event'],
    ['__Foo__', 'foo'],
    ['___', 'type'],
    ['X', 'x'],
  ])('of %s is %s', (name, kebab) => {
    expect(kebabCase(name)).toBe(kebab);
  });
});

describe('the path of a module', () => {
  it('follows namespace and name', () => {
    expect(pathsOf('com.acme.CustomerAddress', 'Plain')).toEqual([
      'com/acme/customer-address.ts',
      'plain.ts',
    ]);
  });

  it('keeps types apart that differ in case or punctuation only, whatever their order', () => {
    const expected = { 'a.User': 'a/user.ts', 'a.user': 'a/user-3.ts', 'a._User': 'a/user-2.ts' };
    expect(Object.fromEntries(modulePaths(['a.user', 'a._User', 'a.User']))).toEqual(expected);
    expect(Object.fromEntries(modulePaths(['a.User', 'a.user', 'a._User']))).toEqual(expected);
  });

  it('keeps namespaces apart that differ in case only, in one folder: compilers refuse two spellings of it', () => {
    expect(pathsOf('acme.User', 'Acme.User')).toEqual(['Acme/user-2.ts', 'Acme/user.ts']);
    expect(pathsOf('com.acme.a.B', 'com.Acme.A.C')).toEqual(['com/Acme/A/b.ts', 'com/Acme/A/c.ts']);
    const paths = modulePaths(['com.acme.A.X', 'com.Acme.a.Y', 'com.acme.X', 'com.Acme.X'], 'namespace');
    expect([...paths.values()]).toEqual(['com/Acme/A-2.ts', 'com/Acme/a.ts', 'com/acme-2.ts', 'com/Acme.ts']);
  });

  it('gives the same short name in two namespaces two places', () => {
    expect(pathsOf('a.Money', 'b.Money')).toEqual(['a/money.ts', 'b/money.ts']);
  });

  it('avoids the names of devices and of installed packages', () => {
    expect(pathsOf('con.aux.Nul', 'node_modules.X')).toEqual(['con_/aux_/nul_.ts', 'node_modules_/x.ts']);
  });

  it('cuts names that no file system takes, and keeps them apart', () => {
    const [first = '', second = ''] = pathsOf(`${'A'.repeat(300)}1`, `${'A'.repeat(300)}2`);
    expect(first).not.toBe(second);
    expect(Math.max(first.length, second.length)).toBeLessThan(255);
  });
});

describe('an import between modules', () => {
  it.each([
    ['com/acme/order.ts', 'com/acme/money.ts', './money.js'],
    ['com/acme/order.ts', 'com/other/deep/money.ts', '../other/deep/money.js'],
    ['order.ts', 'com/money.ts', './com/money.js'],
    ['com/acme/order.ts', 'money.ts', '../../money.js'],
    ['com/acme/order.ts', 'com/acme.ts', '../acme.js'],
  ])('from %s to %s is %s', (from, to, specifier) => {
    expect(relativeSpecifier(from, to, '.js')).toBe(specifier);
  });

  it('carries the extension asked for', () => {
    expect(relativeSpecifier('a.ts', 'b.ts', '.ts')).toBe('./b.ts');
  });
});
