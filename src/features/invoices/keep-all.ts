import { inParallel } from '../../lib/in-parallel.ts';
import type { BlobStore } from '../../platform/blobs/blob-store.ts';
import type { ImportWatch } from './import-input.ts';
import type { InvoiceFile, KeepOptions, KeptFile } from './scan/keep-file.ts';
import { KeepPool, sideBySide } from './scan/keep-pool.ts';

export type KeepAll = Pick<KeepOptions, 'profile' | 'known' | 'partner'> & {
  readonly blobs: BlobStore;
  /** What is kept of a file already. */
  readonly before: (name: string) => KeptFile | undefined;
  readonly names: (file: string) => Pick<KeepOptions, 'id' | 'goesOnAs'>;
  /** Called once for each file that was kept, before the next one begins. */
  readonly onKept: (name: string, file: KeptFile) => Promise<unknown>;
};

type Named = { readonly name: string; readonly file: KeptFile };
type Foreign = { readonly file: string; readonly foreignTenant: string };

/** Another file ended the import. */
class Ended extends Error {}

/**
 * Keeps all files of an import, some side by side; of files with one name the first. The first one of another partner, or that cannot be kept,
 * ends it: the others break off where they are.
 */
export async function keepAll(files: readonly InvoiceFile[], options: KeepAll, watch: ImportWatch): Promise<readonly Named[] | Foreign> {
  const { blobs, profile, known, partner } = options;
  const pool = new KeepPool(blobs, { profile, known, partner });
  const progress = new Map<string, number>();
  let isEnded = false;
  const tell = async (name: string, lines: number): Promise<void> => {
    if (isEnded) throw new Ended();
    watch.signal?.throwIfAborted();
    progress.set(name, lines);
    await watch.progress?.(
      [...progress.values()].reduce((sum, each) => sum + each, 0),
      name,
    );
  };
  const keep = async (file: InvoiceFile): Promise<KeptFile | Foreign> => {
    await tell(file.name, 0);
    const before = options.before(file.name);
    const outcome = before ?? (await pool.keep(file, { ...options.names(file.name), onLines: (lines) => tell(file.name, lines) }));
    if ('foreignTenant' in outcome) return { file: file.name, ...outcome };
    if (before === undefined) await options.onKept(file.name, outcome);
    await tell(file.name, outcome.facts.lines);
    return outcome;
  };
  const settled = async (file: InvoiceFile): Promise<PromiseSettledResult<KeptFile | Foreign>> => {
    const [result] = await Promise.allSettled([keep(file)]);
    if (result.status === 'rejected' || 'foreignTenant' in result.value) isEnded = true;
    return result;
  };
  try {
    const distinct = files.filter(({ name }, at) => files.findIndex((other) => other.name === name) === at);
    const all = await inParallel(distinct, sideBySide(), settled);
    const why = all.find((each) => (each.status === 'rejected' ? !(each.reason instanceof Ended) : 'foreignTenant' in each.value));
    if (why?.status === 'rejected') throw why.reason;
    if (why !== undefined && 'foreignTenant' in why.value) return why.value;
    const kept = new Map(distinct.map((file, at) => [file.name, all[at]]));
    return files.flatMap(({ name }) => {
      const one = kept.get(name);
      return one?.status === 'fulfilled' && !('foreignTenant' in one.value) ? [{ name, file: one.value }] : [];
    });
  } finally {
    await pool.close();
  }
}
