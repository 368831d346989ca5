import type { Clock } from '../../lib/clock.ts';
import { type Books, booksOf, type ReadFiles, type TakenFile } from '../../model/distributor-file/books.ts';
import type { BadLine } from '../../model/distributor-file/translate.ts';
import { fileFreshDays } from '../../model/distributor-file.ts';
import type { Distributor, Listing, Page, Quarantined } from '../ports.ts';
import { type Check, runProbes } from '../probes.ts';

type Options = { readonly connectionId: string; readonly currency: string; readonly readFiles: ReadFiles; readonly clock: Clock };

/** Records in one page: a file is read as a whole in any case, and kept in transactions of a size like other lists. */
const pageSize = 500;

/** A distributor of which files are uploaded: its lists are read from what was kept. */
export function createDistributorFile({ connectionId, currency, readFiles, clock }: Options): Distributor {
  const books = async (): Promise<Books> => booksOf(await readFiles(connectionId), { currency, today: clock.today().toString() });
  return {
    side: 'distributor',
    verify: async () => runProbes(checksOf(await readFiles(connectionId), clock), clock),
    accounts: paged(async () => (await books()).accounts),
    products: paged(async () => (await books()).products),
    subscriptions: paged(async () => (await books()).subscriptions),
    uploaded: { asOf: async () => asOf(await readFiles(connectionId)) },
  };
}

/** A later run goes on behind the last page: a file that was taken meanwhile ends the run by its job, not by its cursor. */
const paged = <T>(read: () => Promise<{ readonly items: readonly T[]; readonly bad: readonly BadLine[] }>): Listing<T> =>
  async function* pages(cursor): AsyncGenerator<Page<T>> {
    const { items, bad } = await read();
    let from = cursor === undefined ? 0 : Number(cursor);
    do {
      const end = from + pageSize;
      yield {
        items: items.slice(from, end),
        quarantined: from === 0 ? bad.map(toQuarantined) : [],
        cursor: end < items.length ? String(end) : undefined,
        total: items.length + bad.length,
      };
      from = end;
    } while (from < items.length);
  };

const toQuarantined = ({ line, id, problems }: BadLine): Quarantined => ({
  remoteId: id,
  reason: `line ${line}: ${problems.map(({ sentence }) => sentence).join(' ')}`,
  raw: JSON.stringify({ line, problems }),
});

/** Files are as old as their oldest part that the comparison rests on: the subscriptions, else the customers. */
function asOf(files: readonly TakenFile[]): Temporal.Instant | undefined {
  const file = files.find(({ kind }) => kind === 'subscriptions') ?? files[0];
  return file === undefined ? undefined : Temporal.Instant.from(file.asOf);
}

const checksOf = (files: readonly TakenFile[], clock: Clock): readonly Check[] => [
  {
    name: 'file',
    run: () => {
      const at = asOf(files);
      if (at === undefined) return Promise.resolve({ detail: 'No file was taken yet', notOffered: true });
      const day = at.toString().slice(0, 10);
      const isOld = Temporal.Instant.compare(at, clock.now().subtract({ hours: fileFreshDays * 24 })) < 0;
      return Promise.resolve(
        isOld
          ? {
              detail: `The newest file is of ${day}, more than ${fileFreshDays} days ago`,
              failed: { code: 'file_old', hint: 'Upload a new file on the page of the connection.' },
            }
          : { detail: `The newest file is of ${day}`, facts: { asOf: day } },
      );
    },
  },
];
