import type { AccessRelationship } from '../model/access.ts';
import type { ConnectionSecrets, ConnectionSettings, Probe } from '../model/connection.ts';
import type { MicrosoftCustomer, RemoteAccount } from '../model/customer.ts';
import type { Correction } from '../model/difference.ts';
import type { PsaAgreement, PsaLine, PsaService } from '../model/psa.ts';
import type { DistributorProduct, DistributorSubscription, MicrosoftSubscription } from '../model/subscription.ts';

/** A record that could not be read: kept apart with its reason, never dropped silently, never stopping the others (F15, F16). */
export type Quarantined = { readonly remoteId: string | undefined; readonly reason: string; readonly raw: string };

/** One page of a list. `cursor` is where a later run goes on (undefined on the last page); `total` is what the remote says the whole list holds. */
export type Page<T> = {
  readonly items: readonly T[];
  readonly quarantined: readonly Quarantined[];
  readonly cursor: string | undefined;
  readonly total: number | undefined;
};

/** A list read page by page, from the start or from a cursor of an earlier page. Throws RemoteError; a cursor the remote no longer takes throws code `cursor_expired`. */
export type Listing<T> = (cursor?: string, signal?: AbortSignal) => AsyncGenerator<Page<T>>;

/** An event of the activity log: a hint what to read again. */
export type AuditHint = {
  readonly id: string;
  readonly at: string;
  readonly operation: string;
  readonly customerTenantId: string | undefined;
  readonly subscriptionRemoteId: string | undefined;
};

/** Partner Center and Graph of one partner account. */
export interface Marketplace {
  readonly side: 'microsoft';
  /** Every check of "Verify connectivity" in order; never throws. */
  verify(signal?: AbortSignal): Promise<readonly Probe[]>;
  readonly customers: Listing<MicrosoftCustomer>;
  /** All subscriptions of one customer; one call, no paging at the remote. */
  subscriptions(customerTenantId: string, signal?: AbortSignal): Promise<Page<MicrosoftSubscription>>;
  readonly access: Listing<AccessRelationship>;
  /** Activity since a UTC calendar date (`2026-11-21`), that day included: the remote's finest grain is a day. */
  activity(sinceDate: string, signal?: AbortSignal): AsyncGenerator<Page<AuditHint>>;
}

/** A distributor's books. */
export interface Distributor {
  readonly side: 'distributor';
  verify(signal?: AbortSignal): Promise<readonly Probe[]>;
  readonly accounts: Listing<RemoteAccount>;
  readonly products: Listing<DistributorProduct>;
  readonly subscriptions: Listing<DistributorSubscription>;
}

/** What a write at the PSA needs besides the correction itself. `reference` is the command's own id, written where the remote keeps it if it has such a field. */
export type PsaWrite = { readonly correction: Correction; readonly effectiveOn: string | undefined; readonly reference: string };

/** The exact requests that a write would send, in words and as method, path and body, secrets masked: shown in the preview, kept in the journal. */
export type PreparedCall = { readonly summary: string; readonly method: string; readonly path: string; readonly body: unknown };

/** What a look-up after a lost answer says (reliability reference, section 3 rule 6). */
export type LookUp =
  | { readonly found: 'applied'; readonly remoteIds: readonly string[] }
  | { readonly found: 'notApplied' }
  | { readonly found: 'undecidable'; readonly candidates: readonly string[] };

/** A PSA's books, and the only side written in this release. */
export interface Psa {
  readonly side: 'psa';
  verify(signal?: AbortSignal): Promise<readonly Probe[]>;
  readonly accounts: Listing<RemoteAccount>;
  readonly agreements: Listing<PsaAgreement>;
  /** All lines of one agreement. There is no list across agreements (psa reference 3.3). */
  lines(agreement: Pick<PsaAgreement, 'remoteId' | 'accountRemoteId'>, signal?: AbortSignal): Promise<Page<PsaLine>>;
  readonly services: Listing<PsaService>;
  /** The line as it is now; undefined when it does not exist. */
  readLine(agreementRemoteId: string, lineRemoteId: string, signal?: AbortSignal): Promise<PsaLine | undefined>;
  /** Pure: what `write` would send. */
  prepare(write: PsaWrite): readonly PreparedCall[];
  /** Sends it once. Throws RemoteError; kind `unknown_outcome` when nobody can tell whether it arrived. Answers the ids it wrote and how to take it back. */
  write(write: PsaWrite, signal?: AbortSignal): Promise<PsaWritten>;
  /** After a lost answer: is the wanted state there? Reads only. */
  lookUp(write: PsaWrite, signal?: AbortSignal): Promise<LookUp>;
}

export type PsaWritten = {
  readonly remoteIds: readonly string[] /** In the order in which to send them; empty when nothing can be taken back. */;
  readonly undo: readonly Correction[];
};

export type Remote = Marketplace | Distributor | Psa;

/** Opens the remote of a connection. Secrets come decrypted and go nowhere else; `keepSecrets` stores a rotated refresh token before it is used (F40). */
export type OpenRemote = (connection: {
  readonly connectionId: string;
  readonly settings: ConnectionSettings;
  readonly secrets: ConnectionSecrets;
  readonly keepSecrets: (changed: ConnectionSecrets) => Promise<void>;
}) => Remote;
