import { describe, expect, it } from 'vitest';
import { errorMiddleware } from './error-middleware.ts';

const descriptor = errorMiddleware({
  resourceName: 'Subject',
  resourceMethod: 'version',
  context: {},
  clientId: 'shop',
});
const request = { method: () => 'get', url: () => 'https://registry.test/x' };
const answer = (data: unknown): object => ({ data: () => data, status: () => 500, request: () => request });

/** What `response` rejects with when the request fails so. */
async function failure(reason: unknown): Promise<unknown> {
  // Of the arguments only the first is read.
  const response = descriptor.response as (next: () => Promise<unknown>) => Promise<unknown>;
  return response(() => Promise.reject(reason)).then(
    () => 'a success',
    (error: unknown) => error,
  );
}

describe('errorMiddleware', () => {
  it.each([
    ['the registry says why', { message: 'Subject not found.' }, 'shop - Subject not found.'],
    ['it says so in another form', { message: { en: 'no' } }, 'shop - {"en":"no"}'],
    ['it answers text', 'bad gateway', 'shop - Error, status 500: bad gateway'],
    ['it answers JSON of another kind', { oops: 1 }, 'shop - Error, status 500: {"oops":1}'],
    ['it answers nothing', '', 'shop - Error, status 500'],
    ['it answers null', null, 'shop - Error, status 500'],
  ])('has a message when %s', async (_case, data, message) => {
    expect(await failure(answer(data))).toMatchObject({ name: 'ResponseError', message, status: 500 });
  });

  it.each([
    ['https://registry.test/x?y=a%40b', 'https://registry.test/x?y=a%40b'],
    ['https://ada:pass@registry.test/x', 'https://registry.test/x'],
    ['//ada:pass@registry.test/x', '//registry.test/x'],
    // Nobody encoded the password, or said the protocol: no URL, but a secret all the same.
    ['https://ada:pa/ss?w#o@rd@registry.test/x', 'https://registry.test/x'],
    ['ada:pass@registry.test/x', 'registry.test/x'],
  ])('shows method and URL, without credentials: %s', async (url, shown) => {
    const asked = { ...request, url: () => url };
    expect(await failure({ ...answer(''), request: () => asked })).toMatchObject({ url: `get ${shown}` });
  });

  it('passes on what is no answer', async () => {
    const defect = new TypeError('a defect in a middleware');
    expect(await failure(defect)).toBe(defect);
  });
});
