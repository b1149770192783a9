import { beforeEach, describe, expect, it } from 'vitest';
import { answered, refused, RegistryCaller } from '../../testing/registry-caller.ts';

const money = '{"type":"record","name":"Money","fields":[{"name":"cents","type":"long"}]}';
const order = '{"type":"record","name":"Order","fields":[{"name":"total","type":"Money"}]}';
const toMoney = { references: [{ name: 'Money', subject: 'money', version: 1 }] };
const stillReferenced = (subject: string) =>
  refused(
    422,
    42206,
    `One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=${subject},version=1}.`,
  );

let registry: RegistryCaller;
beforeEach(() => {
  registry = new RegistryCaller();
});

describe('DELETE /subjects/{subject}', () => {
  beforeEach(() => {
    registry.register('a', '"int"');
    registry.register('a', '"long"');
  });

  it('is soft first: the subject is gone, its ids are not', () => {
    expect(registry.remove('/subjects/a')).toEqual(answered([1, 2]));
    expect(registry.get('/subjects').answer).toEqual([]);
    expect(registry.get('/subjects/a/versions')).toEqual(refused(404, 40401, "Subject 'a' not found."));
    expect(registry.get('/subjects/a/versions/1')).toEqual(refused(404, 40401, "Subject 'a' not found."));
    expect(registry.get('/subjects/a/versions/1?deleted=true').answer).toMatchObject({ deleted: true });
    expect(registry.get('/schemas/ids/1').answer).toMatchObject({ schema: '"int"' });
    expect(registry.lookUp('a', '"int"')).toEqual(refused(404, 40401, "Subject 'a' not found."));
    expect(registry.lookUp('a', '"int"', { query: '?deleted=true' }).answer).toMatchObject({ version: 1 });
    expect(registry.remove('/subjects/a')).toEqual(
      refused(404, 40404, "Subject 'a' was soft deleted.Set permanent=true to delete permanently"),
    );
  });

  it('is for good then: ids are gone, and never given again', () => {
    expect(registry.remove('/subjects/a?permanent=true')).toEqual(
      refused(404, 40405, "Subject 'a' was not deleted first before being permanently deleted"),
    );
    registry.remove('/subjects/a');
    expect(registry.remove('/subjects/a?permanent=true')).toEqual(answered([1, 2]));
    expect(registry.get('/schemas/ids/1')).toEqual(refused(404, 40403, 'Schema 1 not found'));
    expect(registry.remove('/subjects/a')).toEqual(refused(404, 40401, "Subject 'a' not found."));
    expect(registry.register('a', '"int"').answer).toMatchObject({ version: 1, id: 3 });
  });

  it('keeps an id that another subject holds', () => {
    registry.register('b', '"int"');
    registry.remove('/subjects/a');
    registry.remove('/subjects/a?permanent=true');
    expect(registry.get('/schemas/ids/1/subjects').answer).toEqual(['b']);
  });

  it('takes the mode along when it is for good', () => {
    registry.put('/mode/a', { mode: 'READWRITE' });
    registry.remove('/subjects/a');
    expect(registry.get('/mode/a').status).toBe(200);
    registry.remove('/subjects/a?permanent=true');
    expect(registry.get('/mode/a').status).toBe(404);
  });
});

describe('DELETE /subjects/{subject}/versions/{version}', () => {
  beforeEach(() => {
    registry.register('a', '"int"');
    registry.register('a', '"long"');
  });

  it('goes version by version, softly and then for good', () => {
    expect(registry.remove('/subjects/a/versions/1?permanent=true')).toEqual(
      refused(404, 40407, "Subject 'a' Version 1 was not deleted first before being permanently deleted"),
    );
    expect(registry.remove('/subjects/a/versions/1')).toEqual(answered(1));
    expect(registry.remove('/subjects/a/versions/1')).toEqual(
      refused(404, 40406, "Subject 'a' Version 1 was soft deleted.Set permanent=true to delete permanently"),
    );
    expect(registry.get('/subjects/a/versions/1')).toEqual(refused(404, 40402, 'Version 1 not found.'));
    expect(registry.get('/subjects/a/versions').answer).toEqual([2]);
    expect(registry.remove('/subjects/a/versions/1?permanent=true')).toEqual(answered(1));
    expect(registry.get('/subjects/a/versions?deleted=true').answer).toEqual([2]);
  });

  it('takes the latest', () => {
    expect(registry.remove('/subjects/a/versions/latest')).toEqual(answered(2));
    expect(registry.remove('/subjects/a/versions/-1')).toEqual(answered(1));
    expect(registry.remove('/subjects/a/versions/latest')).toEqual(
      refused(404, 40402, 'Version -1 not found.'),
    );
  });

  it.each([
    ['/subjects/a/versions/9', 404, 40402, 'Version 9 not found.'],
    ['/subjects/x/versions/1', 404, 40401, "Subject 'x' not found."],
    ['/subjects/x/versions/latest', 404, 40401, "Subject 'x' not found."],
    [
      '/subjects/a/versions/0',
      422,
      42202,
      'The specified version \'0\' is not a valid version id. Allowed values are between [1, 2^31-1] and the string "latest"',
    ],
  ])('%s is refused', (target, status, errorCode, message) => {
    expect(registry.remove(target)).toEqual(refused(status, errorCode, message));
  });
});

describe('what is referred to', () => {
  beforeEach(() => {
    registry.register('money', money);
    registry.register('order', order, toMoney);
  });

  it('is not deleted softly while a referrer lives', () => {
    expect(registry.remove('/subjects/money')).toEqual(stillReferenced('money'));
    expect(registry.remove('/subjects/money/versions/1')).toEqual(stillReferenced('money'));
    registry.remove('/subjects/order');
    expect(registry.remove('/subjects/money')).toEqual(answered([1]));
  });

  it('is not deleted for good while a referrer is remembered', () => {
    registry.remove('/subjects/order');
    registry.remove('/subjects/money');
    expect(registry.remove('/subjects/money?permanent=true')).toEqual(stillReferenced('money'));
    expect(registry.remove('/subjects/money/versions/1?permanent=true')).toEqual(stillReferenced('money'));
    expect(registry.get('/subjects/money/versions/1/referencedby').answer).toEqual([]);
    expect(registry.get('/subjects/money/versions/1/referencedby?deleted=true').answer).toEqual([2]);
    registry.remove('/subjects/order?permanent=true');
    expect(registry.remove('/subjects/money?permanent=true')).toEqual(answered([1]));
    expect(registry.register('order', order, toMoney).status).toBe(422);
  });

  it('is not found by new schemas once it is deleted', () => {
    registry.remove('/subjects/order');
    registry.remove('/subjects/money');
    const other = order.replace('Order', 'Other');
    expect(registry.register('other', other, toMoney).status).toBe(422);
    expect(registry.lookUp('order', order, { ...toMoney, query: '?deleted=true' }).status).toBe(200);
  });

  it('goes with a subject that refers to itself only', () => {
    registry.put('/config/self', { compatibility: 'NONE' });
    registry.register('self', money);
    registry.register('self', order, { references: [{ name: 'Money', subject: 'self', version: 1 }] });
    expect(registry.remove('/subjects/self/versions/1')).toEqual(stillReferenced('self'));
    expect(registry.remove('/subjects/self')).toEqual(answered([1, 2]));
    expect(registry.remove('/subjects/self?permanent=true')).toEqual(answered([1, 2]));
  });
});
