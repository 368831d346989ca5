import { expect, test } from 'vitest';
import { explainLog } from './explain-log.ts';

test.each([
  ['FATAL:  could not write lock file "postmaster.pid": No space left on device', 'disk_full'],
  ['FATAL:  database files are incompatible with server', 'database_version_mismatch'],
  ['FATAL:  data directory "/x" has wrong ownership', 'data_folder_forbidden'],
  ['initdb: error: could not access directory "/x": Permission denied', 'data_folder_forbidden'],
  ['FATAL:  could not create shared memory segment: Cannot allocate memory', 'memory_full'],
  ['PANIC:  could not locate a valid checkpoint record', 'database_damaged'],
  ['error while loading shared libraries: libicuuc.so.60: cannot open shared object file', 'database_programs_missing'],
  ['something nobody has seen before', 'database_start_failed'],
])('"%s" is told as %s, with what to do', (log, code) => {
  const fault = explainLog(`LOG:  starting\n${log}\n`, 1);

  expect(fault).toMatchObject({ code, kind: 'needs_operator', facts: { exitCode: 1 } });
  expect(fault.facts.hint).toMatch(/\w{3,}.*\.$/);
  expect(fault.facts['log']).toContain(log);
});
