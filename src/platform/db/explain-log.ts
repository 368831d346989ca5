import { Fault } from '../../lib/errors.ts';

const known: readonly { readonly says: RegExp; readonly code: string; readonly message: string; readonly hint: string }[] = [
  {
    says: /No space left on device/i,
    code: 'disk_full',
    message: 'The disk is full',
    hint: 'Free some space and start again. Nothing that was saved is lost.',
  },
  {
    says: /database files are incompatible|not compatible with this version/i,
    code: 'database_version_mismatch',
    message: 'The data folder was made by another version of PostgreSQL',
    hint: 'Use the Concord version that made the folder, or choose another CONCORD_DATA_DIR.',
  },
  {
    says: /Permission denied|EACCES|must be owned|invalid permissions|wrong ownership/i,
    code: 'data_folder_forbidden',
    message: 'The database may not use its folder',
    hint: 'The folder belongs to another user. Start Concord as that user, or choose another CONCORD_DATA_DIR.',
  },
  {
    says: /Cannot allocate memory|could not create shared memory/i,
    code: 'memory_full',
    message: 'There is not enough memory for the database',
    hint: 'Close other programs, or set CONCORD_DATABASE_URL to a database on another machine.',
  },
  {
    says: /could not locate a valid checkpoint|invalid magic number|PANIC/i,
    code: 'database_damaged',
    message: 'The database files are damaged',
    hint: 'Bring the data folder back from a backup. Do not delete anything yet.',
  },
  {
    says: /error while loading shared libraries|GLIBC_|ENOENT/i,
    code: 'database_programs_missing',
    message: 'The PostgreSQL that npm brought does not run on this machine',
    hint: 'Run `npm ci` again, or set CONCORD_DATABASE_URL to a PostgreSQL of version 15 or newer.',
  },
];

/** Turns what PostgreSQL wrote before it gave up into a fault that says what to do. */
export function explainLog(log: string, exitCode: number): Fault {
  const found = known.find(({ says }) => says.test(log));
  const facts = { exitCode, log: lastLines(log) };
  if (found !== undefined) return new Fault(found.code, 'needs_operator', found.message, { ...facts, hint: found.hint });
  return new Fault('database_start_failed', 'needs_operator', 'The database did not start', {
    ...facts,
    hint: 'Its own words are in postgres.log in the data folder.',
  });
}

const lastLines = (log: string): string => log.trim().split('\n').slice(-5).join('\n').slice(-1_000);
