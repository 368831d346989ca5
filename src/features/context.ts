import type { ConsentDesk, OpenRemote, Webhooks } from '../connectors/ports.ts';
import type { Clock } from '../lib/clock.ts';
import type { IdMaker } from '../lib/ids.ts';
import type { ConnectionSecrets, ConnectionSettings } from '../model/connection.ts';
import type { Permission } from '../model/person.ts';
import type { BlobStore } from '../platform/blobs/blob-store.ts';
import type { Db } from '../platform/db/connect.ts';
import type { Scope } from '../platform/db/transaction.ts';
import type { PostOnce } from '../platform/http/post-once.ts';
import type { Reach } from '../platform/http/reach.ts';
import type { Log } from '../platform/log.ts';
import type { SendMail } from '../platform/mail.ts';
import type { Queue } from '../platform/queue/queue.ts';
import type { Secrets } from '../platform/secrets.ts';
import type { TxtRecords } from '../platform/txt-records.ts';

/** Who acts: shown in the audit trail, the journal and on jobs. */
export type Actor = {
  readonly kind: 'person' | 'apiKey' | 'system';
  /** The person behind it; undefined for the system itself. */
  readonly personId: string | undefined;
  /** "Ana", "Ana (key backup-script)", "Concord". */
  readonly name: string;
  /** The organisation in whose name he acts; the audit trail has both. */
  readonly onBehalfOf?: string | undefined;
  readonly permissions: readonly Permission[];
  /** Address and client, for the audit trail. */
  readonly origin: string | undefined;
};

/** Whether what the partner pays is for this caller's eyes (rule RB8). The product's own work counts with everything. */
export const seesCosts = ({ kind, permissions }: Actor): boolean => kind === 'system' || permissions.includes('costs:read');

/** An account of the sandbox's world, as it is entered like any other. */
export type SampleAccount = { readonly name: string; readonly settings: ConnectionSettings; readonly secrets: ConnectionSecrets };

export type Outbox = {
  readonly post: PostOnce;
  readonly sendMail: SendMail;
  /** Whether a host may be at an address of this machine or network (SEC-44). */
  readonly mayBeLocal: (host: string) => boolean;
};

/** What every use case is given. Nothing else reaches time, chance, the database or a remote (rule B1). */
export type Context = {
  /** As the application role: row level security binds it. Reads and writes go through `inScope(context.db, context.scope, ...)`. */
  readonly db: Db;
  readonly scope: Scope;
  readonly actor: Actor;
  readonly clock: Clock;
  /** UUID version 7. */
  readonly ids: IdMaker;
  /** In [0, 1). */
  readonly random: () => number;
  readonly log: Log;
  readonly secrets: Secrets;
  readonly queue: Queue;
  /** Files of provider invoices, kept by the hash of their content. */
  readonly blobs: BlobStore;
  readonly openRemote: OpenRemote;
  /** Whether this machine gets through to a public host of a remote. */
  readonly reach: Reach;
  /** Sign-ins of people at Microsoft, for a consent. */
  readonly consentDesk: ConsentDesk;
  /** Notifications of Partner Center: checking them, and handing them on. */
  readonly webhooks: Webhooks;
  /** What is told to people and programs outside, at addresses that an administrator entered. */
  readonly outbox: Outbox;
  /** TXT records in the name service, by which a company proves that a domain is its own. */
  readonly txtRecords: TxtRecords;
  readonly installation: {
    readonly profile: 'trial' | 'production';
    readonly sandbox: boolean;
    /** The accounts of the sandbox's world, for a set-up that tries it; only where a sandbox runs in this process. */
    readonly sampleAccounts?: (() => Promise<readonly SampleAccount[]>) | undefined;
  };
};

/** The product itself, for scheduled work: everything of the installation, no person. */
export const system = { kind: 'system', personId: undefined, name: 'Concord', permissions: [], origin: undefined } as const satisfies Actor;
