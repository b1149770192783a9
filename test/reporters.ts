/** How vitest reports: to a person always, and as JSON to the file that OTTLA_TEST_REPORT names, for `.ci/run` to count. */
const file = process.env['OTTLA_TEST_REPORT'];

export const reporters = file === undefined ? ['default'] : ['default', 'json'];
export const outputFile = file === undefined ? {} : { json: file };
