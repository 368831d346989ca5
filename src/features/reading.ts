import type { Page, Quarantined } from '../connectors/ports.ts';
import type { IdMaker } from '../lib/ids.ts';
import type { Tx } from '../platform/db/connect.ts';
import type { Context } from './context.ts';

/** One reading of a remote: from where, for which run, and when it was asked (before the answer came: rows are never younger than they are). */
export type Reading = {
  readonly connectionId: string;
  readonly seenAt: Temporal.Instant;
  readonly ids: IdMaker;
};

/** What became of the records of a page (S5): every record is in exactly one of the four. */
export type Kept = {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  /** Records that read well but cannot be kept: kept apart with their reason. */
  readonly refused: readonly Quarantined[];
  /** Whether nothing is held that did not come, so that there is nothing to retire; undefined: nobody has looked. */
  readonly isAll?: boolean;
};

/** A kind of record that a remote lists page by page. A feature plugs this into the sync, which knows no customer and no price. */
export type ListSyncer<Remote, Item> = {
  readonly kind: string;
  readonly list: (remote: Remote, cursor?: string, signal?: AbortSignal) => AsyncGenerator<Page<Item>>;
  readonly keep: (tx: Tx, reading: Reading, items: readonly Item[]) => Promise<Kept>;
  /** Marks what a complete reading that began at `since` did not see; answers how many. */
  readonly retire: (tx: Tx, reading: Reading, since: Temporal.Instant) => Promise<number>;
};

/** One thing whose records are read with a call of its own: a customer's subscriptions, an agreement's lines. */
export type Unit = {
  /** Orders the units and says how far a run came: unique and the same in every run. */
  readonly key: string;
  /** What people read. */
  readonly name: string;
  /** Id in our tables and at the remote. */
  readonly id: string;
  readonly remoteId: string;
  /** The remote's id of what it belongs to, where that is needed to ask for it. */
  readonly parentRemoteId: string;
  /** Live rows that we hold of it: the measure for what is suspiciously few. */
  readonly known: number;
};

/** A customer as a unit: its tenant is both the order and the remote's id. */
export const customerUnit = (row: {
  readonly customer_id: string;
  readonly name: string;
  readonly tenant_id: string;
  readonly known: number;
}): Unit => ({ key: row.tenant_id, name: row.name, id: row.customer_id, remoteId: row.tenant_id, parentRemoteId: '', known: row.known });

/** A kind of record that has no list of its own but one for each unit. */
export type UnitSyncer<Remote, Item> = {
  readonly kind: string;
  /** What the units are called in progress: "customers". */
  readonly counted: string;
  readonly units: (
    tx: Tx,
    connectionId: string,
    only?: { readonly customerId?: string; readonly remoteIds?: readonly string[] },
  ) => Promise<readonly Unit[]>;
  readonly read: (remote: Remote, unit: Unit, signal?: AbortSignal) => Promise<Page<Item> | Closed>;
  readonly keep: (tx: Tx, reading: Reading, unit: Unit, items: readonly Item[]) => Promise<Kept>;
  /** The same of several units at once, in their order; without it one follows the other. */
  readonly keepAll?: (tx: Tx, answers: readonly UnitAnswer<Item>[]) => Promise<readonly Kept[]>;
  /** Marks the unit's rows that this reading did not see. */
  readonly retire: (tx: Tx, reading: Reading, unit: Unit) => Promise<number>;
};

export type UnitAnswer<Item> = { readonly reading: Reading; readonly unit: Unit; readonly items: readonly Item[] };

/** The unit does not let us in: said to people, and no failure of the reading. What was read of it before stays. */
export type Closed = { readonly closed: { readonly code: string; readonly reason: string } };

/** Something that is read whole and keeps itself, such as the files of an invoice: too large to pass through a transaction. */
export type Piece = {
  /** Orders the pieces and says how far a run came: unique and the same in every run. */
  readonly key: string;
  /** What people read. */
  readonly name: string;
  /** May be killed and done again. */
  readonly read: (signal: AbortSignal) => Promise<PieceRead>;
};
export type PieceRead = { readonly outcome: 'created' | 'updated' | 'unchanged'; readonly refused?: readonly Quarantined[] };

/** A kind of record that comes in pieces. */
export type PieceSyncer<Remote> = {
  readonly kind: string;
  /** What the pieces are called in progress: "files". */
  readonly counted: string;
  /** What there is to read now. */
  readonly pieces: (of: PiecesOf<Remote>) => Promise<{ readonly pieces: readonly Piece[]; readonly refused: readonly Quarantined[] }>;
};
export type PiecesOf<Remote> = {
  readonly context: Context;
  readonly remote: Remote;
  readonly connectionId: string;
  readonly signal: AbortSignal;
};
