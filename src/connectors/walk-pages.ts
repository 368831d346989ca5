import { Fault } from '../lib/errors.ts';
import { stopIfAsked } from '../lib/stop.ts';
import { isRemoteError } from '../platform/http/fault.ts';
import type { RemoteName } from '../platform/http/limits.ts';
import type { Page } from './ports.ts';

export type Walk<T> = {
  readonly remote: RemoteName;
  readonly from: string | undefined;
  readonly signal: AbortSignal | undefined;
  /** Reads the page at a cursor; undefined is the first. */
  readonly read: (cursor: string | undefined) => Promise<Page<T>>;
  readonly idOf: (item: T) => string;
};

/**
 * Goes through a list page by page and notices when the remote goes in circles: the same cursor again, or a page of nothing but what the
 * page before held (F07). A cursor that is refused is `cursor_expired`: the list starts anew.
 */
export async function* walkPages<T>({ remote, from, signal, read, idOf }: Walk<T>): AsyncGenerator<Page<T>> {
  const seen = new Set<string>();
  let before: ReadonlySet<string> = new Set();
  let cursor = from;
  for (;;) {
    stopIfAsked(signal);
    const page = await readAt(remote, cursor, read);
    const ids = new Set(page.items.map(idOf));
    if (ids.size > 0 && ids.isSubsetOf(before)) throw pagingLoop(remote);
    yield page;
    if (page.cursor === undefined) return;
    if (page.cursor === cursor || seen.has(page.cursor)) throw pagingLoop(remote);
    seen.add(page.cursor);
    before = ids;
    cursor = page.cursor;
  }
}

async function readAt<T>(remote: RemoteName, cursor: string | undefined, read: Walk<T>['read']): Promise<Page<T>> {
  try {
    return await read(cursor);
  } catch (error) {
    // With a cursor, "I do not understand" and "that is gone" are about the cursor: the same list was read a moment ago.
    if (cursor !== undefined && (isRemoteError(error, 'remote_rejected') || isRemoteError(error, 'remote_not_found'))) {
      throw cursorExpired(remote, error);
    }
    throw error;
  }
}

export const cursorExpired = (remote: RemoteName, cause?: unknown): Fault =>
  new Fault(
    'cursor_expired',
    'retryable',
    `${remote} no longer takes the place where reading stopped`,
    {
      remote,
      hint: 'The list is read again from its start. Nothing is counted twice.',
    },
    cause,
  );

const pagingLoop = (remote: RemoteName): Fault =>
  new Fault('paging_loop', 'retryable', `${remote} sends the same page again and again`, {
    remote,
    hint: 'What was read is kept; nothing is taken for gone. The list is read again later.',
  });
