/**
 * Sums up what the test runners reported, and shows at the very end what failed, where a cut log still has it.
 *
 * `node .ci/summary.mjs FOLDER STEP=passed|failed …`: in the folder are STEP.log, what the step printed, and STEP.json
 * where a test runner reported. Each step counts as one check, besides its tests. Exits with 1 when anything failed.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Lines of an error that say what was expected and where. */
const ERROR_LINES = 25;
/** Lines of a step that failed by something else than a test. */
const LAST_LINES = 60;

const [folder, ...steps] = process.argv.slice(2);
let passed = 0;
let failed = 0;
for (const each of steps) {
  const [step, outcome] = each.split('=');
  const broken = addReport(step);
  if (outcome === 'passed') {
    passed++;
  } else {
    failed++;
    console.log(`\n── ${step} FAILED`);
    if (broken.length === 0) console.log(lastLines(step));
  }
  for (const { test, message } of broken) console.log(`\n${test}\n${message}`);
}
console.log(`\n${passed} passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;

/** Counts the tests of a step and gives those that failed, and files that could not be run. */
function addReport(step) {
  const file = join(folder, `${step}.json`);
  if (!existsSync(file)) return [];
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(file, 'utf8'));
  passed += numPassedTests;
  failed += numFailedTests;
  return testResults.flatMap(({ name, message, assertionResults }) => {
    const spec = relative('.', name);
    const tests = assertionResults.filter(({ status }) => status === 'failed');
    if (tests.length === 0) return message === '' ? [] : [{ test: spec, message: firstLines(message) }];
    return tests.map(({ fullName, failureMessages }) => ({
      test: `${spec}: ${fullName}`,
      message: firstLines(failureMessages.join('\n')),
    }));
  });
}

function firstLines(text) {
  return text.split('\n').slice(0, ERROR_LINES).join('\n');
}

function lastLines(step) {
  return readFileSync(join(folder, `${step}.log`), 'utf8')
    .split('\n')
    .slice(-LAST_LINES)
    .join('\n');
}
