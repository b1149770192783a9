import { describe, expect, it } from 'vitest';
import { jsonSchemaText } from './json-schema-text.ts';

describe('a JSON Schema as a registry gives it back', () => {
  it('is compact, with keys in their order', () => {
    expect(jsonSchemaText('{ "type": "number",\n "2": [true, null], "1": "\\u00e4\\u001f" }')).toBe(
      '{"type":"number","2":[true,null],"1":"ä\\u001F"}',
    );
  });

  it.each([
    ['1.50', '1.50'],
    ['1e3', '1E+3'],
    ['-0', '0'],
    ['-0.0', '0.0'],
    ['12.5e1', '125'],
    ['0.0000001', '1E-7'],
    ['0.000001', '0.000001'],
    ['1.25E-3', '0.00125'],
    ['123456789012345678901234567890', '123456789012345678901234567890'],
    ['-1.5e10', '-1.5E+10'],
    ['1e99999999999', '1e99999999999'],
  ])('spells %s as Java does: %s', (sent, stored) => {
    expect(jsonSchemaText(`{"minimum":${sent}}`)).toBe(`{"minimum":${stored}}`);
  });
});
