// `npm test [project ...]`: runs the tests and prints `N passed, N failed` alone on the last line. Skipped counts as failed: a test that does
// not run promises nothing. Groups run one after the other, so that stories with time limits do not share the machine with everything else.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './run.mjs';
import { countResults } from './test-results.mjs';

const groups = [['fast', 'db', 'sandbox'], ['web'], ['journeys']];
const known = groups.flat();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`There is no test project ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
  console.log('0 passed, 1 failed');
  process.exit(1);
}

mkdirSync(join(root, 'reports'), { recursive: true });
const total = { passed: 0, failed: 0 };
for (const group of groups) {
  const projects = group.filter((name) => wanted.length === 0 || wanted.includes(name));
  if (projects.length === 0) continue;
  const { passed, failed } = await runGroup(projects);
  total.passed += passed;
  total.failed += failed;
}
if (total.passed + total.failed === 0) total.failed = 1; // nothing ran: that is no success
process.exitCode = total.failed === 0 ? 0 : 1;
console.log(`${total.passed} passed, ${total.failed} failed`);

async function runGroup(projects) {
  const report = join(root, 'reports', `tests-${projects.join('-')}.json`);
  rmSync(report, { force: true });
  const args = [
    'run',
    ...projects.flatMap((name) => ['--project', name]),
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  const { code } = await run('vitest', args, { show: true });
  try {
    return countResults(JSON.parse(readFileSync(report, 'utf8')), code);
  } catch {
    console.error(`The tests of ${projects.join(', ')} did not come to an end (exit ${code}).`);
    return { passed: 0, failed: 1 };
  }
}
