import { beforeEach, describe, expect, it } from 'vitest';
import { RegistryCaller } from '../../testing/registry-caller.ts';

/** Properties that Avro does not know are sorted by the normal form. */
const sent = '{"type":"fixed","name":"F","size":2,"z":1,"a":2}';
const normal = '{"type":"fixed","name":"F","size":2,"a":2,"z":1}';

let registry: RegistryCaller;
beforeEach(() => {
  registry = new RegistryCaller();
});

describe('normalize', () => {
  it('stores the normal form', () => {
    expect(registry.register('a', sent).answer).toMatchObject({ id: 1, schema: sent });
    expect(registry.register('b', sent, { query: '?normalize=true' }).answer).toMatchObject({
      id: 2,
      schema: normal,
    });
    expect(registry.register('c', normal, { query: '?normalize=true' }).answer).toMatchObject({ id: 2 });
  });

  it.each(['/config', '/config/a'])('may be put in %s', (target) => {
    expect(registry.put(target, { normalize: true }).answer).toEqual({ normalize: true });
    expect(registry.register('a', sent).answer).toMatchObject({ schema: normal });
  });

  it('finds on look-up what was stored normalized', () => {
    const documented = '{"type":"fixed","name":"F","doc":"","size":2}';
    registry.register('a', documented, { query: '?normalize=true' });
    expect(registry.lookUp('a', documented).status).toBe(404);
    expect(registry.lookUp('a', documented, { query: '?normalize=true' }).answer).toMatchObject({
      version: 1,
    });
  });

  it('sorts references by subject and version, each once', () => {
    for (const name of ['B', 'A']) registry.register(name, { type: 'fixed', name, size: 1 });
    const [b, a] = ['B', 'A'].map((name) => ({ name, subject: name, version: 1 }));
    const record = { type: 'record', name: 'R', fields: [{ name: 'a', type: ['A', 'B'] }] };
    const first = registry.register('r', record, { references: [b, a, b], query: '?normalize=true' });
    expect(first.answer).toMatchObject({ references: [a, b] });
    expect(
      registry.lookUp('r', record, { references: [b, a], query: '?normalize=true' }).answer,
    ).toMatchObject({
      version: 1,
    });
  });

  it('is not done on import: what comes is kept', () => {
    registry.put('/config/a', { normalize: true });
    registry.put('/mode/a', { mode: 'IMPORT' });
    registry.register('a', sent, { id: 9, version: 1, query: '?normalize=true' });
    expect(registry.get('/subjects/a/versions/1').answer).toMatchObject({ id: 9, schema: sent });
  });
});

describe('format', () => {
  const money = '{"type":"fixed","name":"Money","size":8}';
  const order = '{"type":"array","items":"Money"}';
  const resolved = `{"type":"array","items":${money}}`;
  beforeEach(() => {
    registry.register('money', money);
    registry.register('order', order, { references: [{ name: 'Money', subject: 'money', version: 1 }] });
  });

  it.each(['/schemas/ids/2', '/subjects/order/versions/1', '/subjects/order/versions/latest'])(
    'resolved writes the references of %s out, under the GUID it has',
    (target) => {
      const { guid } = registry.get(target).answer as { guid: string };
      expect(registry.get(`${target}?format=resolved`).answer).toMatchObject({ schema: resolved, guid });
      expect(registry.text(`${target}/schema?format=resolved`)).toBe(resolved);
    },
  );

  it('is ignored when it is unknown', () => {
    expect(registry.get('/schemas/ids/2?format=bad').answer).toMatchObject({ schema: order });
  });

  it('finds a schema on look-up that is sent with its references written out', () => {
    expect(registry.lookUp('order', resolved).answer).toMatchObject({ version: 1, id: 2 });
    expect(registry.register('order', resolved).answer).toMatchObject({ version: 1, id: 2 });
  });
});
