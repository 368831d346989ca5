import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Fault } from '../../lib/errors.ts';
import type { Binaries } from './binaries.ts';

/** The unprivileged user for a database started by root: PostgreSQL refuses to run as root. Needs no entry in the user list. */
export const nobody = { uid: 65534, gid: 65534 } as const;

/** Where the cluster lives, from where the programs run, and as whom. */
export type Place = {
  readonly cluster: string;
  /** Folder of the socket; its path is kept under the system's 107 characters. */
  readonly socket: string;
  readonly as: { readonly uid?: number; readonly gid?: number };
};

const isRoot = (): boolean => process.getuid?.() === 0;
const shared = '/var/lib/concord';
const pointer = 'postgres.path';
const longestSocketPath = 107;

/**
 * Decides where the cluster of a data folder lives: inside it; or, when root runs us and `nobody` cannot reach it (a folder of mode 0700
 * above it), below /var/lib/concord with a note in the data folder. Folders that are not ours are never opened up.
 */
export function choosePlace(dataDir: string): Place {
  const root = isRoot();
  makeDataDir(dataDir, root);
  const real = realpathSync(dataDir);
  const hash = createHash('sha256').update(real).digest('hex').slice(0, 16);
  const cluster = clusterFolder(real, hash, root);
  return { cluster, socket: socketFolder(cluster, hash), as: root ? nobody : {} };
}

function makeDataDir(dataDir: string, root: boolean): void {
  try {
    // 0711 lets the database's own user pass through, not look around; every secret file inside is 0600.
    mkdirSync(dataDir, { recursive: true, mode: root ? 0o711 : 0o700 });
  } catch (error) {
    throw forbidden(`The data folder ${dataDir} cannot be made`, error);
  }
}

function clusterFolder(dataDir: string, hash: string, root: boolean): string {
  const note = join(dataDir, pointer);
  if (existsSync(note)) {
    const noted = readFileSync(note, 'utf8').trim();
    if (existsSync(noted)) return noted;
    throw new Fault(
      'database_folder_missing',
      'needs_operator',
      `The data folder says that the database is in ${noted}, which does not exist`,
      {
        hint: `Bring that folder back from a backup. To begin anew without the old data, delete ${note}.`,
      },
    );
  }
  const inside = join(dataDir, 'postgres');
  if (!root || existsSync(inside) || mayPass(dataDir)) return inside;
  const outside = join(shared, hash);
  mkdirSync(outside, { recursive: true, mode: 0o711 });
  writeFileSync(note, `${join(outside, 'postgres')}\n`);
  mkdirSync(join(outside, 'postgres'), { recursive: true, mode: 0o700 });
  return join(outside, 'postgres');
}

/** The socket is in the cluster's own 0700 folder, so nobody else can even try to connect; a path that is too long gets a short one. */
function socketFolder(cluster: string, hash: string): string {
  if (Buffer.byteLength(join(cluster, '.s.PGSQL.5432')) <= longestSocketPath) return cluster;
  const short = join(isRoot() ? shared : (process.env['XDG_RUNTIME_DIR'] ?? '/tmp'), `concord-${hash}`);
  return short;
}

/** Programs that `nobody` cannot reach are copied, once for each version, to where he can. */
export function reachableBin(binaries: Binaries): string {
  if (!isRoot() || mayPass(binaries.bin) || binaries.native === undefined) return binaries.bin;
  const copy = join(shared, `postgresql-${binaries.version}`);
  if (!existsSync(copy)) {
    const unfinished = `${copy}.${process.pid}`;
    mkdirSync(shared, { recursive: true, mode: 0o711 });
    cpSync(binaries.native, unfinished, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(unfinished, copy);
    } catch (error) {
      rmSync(unfinished, { recursive: true, force: true });
      if (!existsSync(copy)) throw error;
    }
  }
  return join(copy, 'bin');
}

/** True when `nobody` may enter this folder and all above it. */
export function mayPass(folder: string): boolean {
  const { mode, uid, gid } = statSync(folder);
  const bit = uid === nobody.uid ? 0o100 : gid === nobody.gid ? 0o010 : 0o001;
  if ((mode & bit) === 0) return false;
  const above = dirname(folder);
  return above === folder || mayPass(above);
}

export const forbidden = (message: string, cause: unknown): Fault => {
  const full = (cause as NodeJS.ErrnoException).code === 'ENOSPC';
  return full
    ? new Fault(
        'disk_full',
        'needs_operator',
        `${message}: the disk is full`,
        { hint: 'Free some space and start again. Nothing that was saved is lost.' },
        cause,
      )
    : new Fault(
        'data_folder_forbidden',
        'needs_operator',
        message,
        { hint: 'Choose a folder that this user may write to (CONCORD_DATA_DIR), or give it to this user.' },
        cause,
      );
};
