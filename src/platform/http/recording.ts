import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { IdMaker } from '../../lib/ids.ts';
import type { Db, Tx } from '../db/connect.ts';
import { everything, inScope } from '../db/transaction.ts';
import { maskUrl } from '../mask.ts';

const [pack, unpack] = [promisify(gzip), promisify(gunzip)];

export type RawAnswer = {
  readonly connectionId: string;
  readonly correlationId: string;
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly bytes: Uint8Array;
  readonly at: Temporal.Instant;
};

/** Keeps what a remote sent before anybody parses it (rule B3). */
export interface Recorder {
  /** Returns where it is kept, once that is committed. */
  keep(raw: RawAnswer): Promise<string>;
}

/** Equal bodies of one connection are stored once: the later row has the same hash and no body. */
export const databaseRecorder = (db: Db, ids: IdMaker): Recorder => ({
  keep: async (raw) => {
    const sha256 = createHash('sha256').update(raw.bytes).digest('hex');
    const packed = await pack(raw.bytes, { level: 1 });
    const raw_id = ids();
    // Raw answers name many customers at once: only the whole installation's scope sees them.
    await inScope(db, everything, async (tx) => {
      const known = await bodyOf(tx, raw.connectionId, sha256);
      await tx
        .insertInto('raw_answer')
        .values({
          raw_id,
          connection_id: raw.connectionId,
          correlation_id: raw.correlationId,
          method: raw.method,
          url: maskUrl(raw.url),
          status: raw.status,
          sha256,
          body_gz: known === undefined ? packed : null,
          bytes: raw.bytes.byteLength,
          at: raw.at,
        })
        .execute();
    });
    return raw_id;
  },
});

/** The bytes of a kept answer, for replay after a parser was mended; undefined when they are past their retention. */
export async function readRaw(db: Db, rawId: string): Promise<Buffer | undefined> {
  const body = await inScope(db, everything, async (tx) => {
    const row = await tx
      .selectFrom('raw_answer')
      .select(['connection_id', 'sha256', 'body_gz'])
      .where('raw_id', '=', rawId)
      .executeTakeFirst();
    return row === undefined ? undefined : (row.body_gz ?? (await bodyOf(tx, row.connection_id, row.sha256)));
  });
  return body === undefined ? undefined : unpack(body);
}

async function bodyOf(tx: Tx, connectionId: string, sha256: string): Promise<Buffer | undefined> {
  const twin = await tx
    .selectFrom('raw_answer')
    .select('body_gz')
    .where('connection_id', '=', connectionId)
    .where('sha256', '=', sha256)
    .where('body_gz', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return twin?.body_gz ?? undefined;
}
