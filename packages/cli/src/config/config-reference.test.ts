import { expect, it } from 'vitest';
import { configReference } from './config-reference.ts';

it('the reference of the configuration is that of the table; vitest run packages/cli/src/config -u renews it', async () => {
  await expect(configReference()).toMatchFileSnapshot('../../../../docs/reference/config.md');
});
