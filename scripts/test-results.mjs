// Counts a vitest report the strict way.

/** Tests that passed, and everything else: failed, skipped, to do, files that did not load, errors outside any test. */
export function countResults(report, exitCode) {
  let passed = 0;
  let failed = 0;
  for (const file of report.testResults) {
    const tests = file.assertionResults ?? [];
    const good = tests.filter(({ status }) => status === 'passed').length;
    passed += good;
    failed += tests.length - good;
    // A file that broke while loading has no tests in the report, or only good ones and a broken hook.
    if (file.status === 'failed' && good === tests.length) failed += 1;
  }
  if (failed === 0 && exitCode !== 0) failed = 1; // an error outside any test
  return { passed, failed };
}
