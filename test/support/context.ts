import type { ConsentDesk } from '../../src/connectors/consent-port.ts';
import type { OpenRemote, Webhooks } from '../../src/connectors/ports.ts';
import { type Context, type Outbox, system } from '../../src/features/context.ts';
import { VirtualClock } from '../../src/lib/clock.ts';
import { uuidV7 } from '../../src/lib/ids.ts';
import { Seeded } from '../../src/lib/seeded.ts';
import { createBlobStore } from '../../src/platform/blobs/blob-store.ts';
import type { Db } from '../../src/platform/db/connect.ts';
import type { Reach } from '../../src/platform/http/reach.ts';
import { silentLog } from '../../src/platform/log.ts';
import type { Queue } from '../../src/platform/queue/queue.ts';
import { createSecrets } from '../../src/platform/secrets.ts';
import type { TxtRecords } from '../../src/platform/txt-records.ts';

/** Work that was sent while a test ran; the queue itself is an edge and stays out. */
export type SentWork = { readonly name: string; readonly input: { readonly jobId?: string } };

export type ContextOptions = {
  readonly openRemote?: OpenRemote;
  readonly reach?: Reach;
  readonly consentDesk?: ConsentDesk;
  readonly webhooks?: Webhooks;
  readonly outbox?: Outbox;
  readonly txtRecords?: TxtRecords;
  readonly startsAt?: string;
  readonly seed?: number;
  /** A temporary folder of the test, if it keeps files. */
  readonly blobFolder?: string;
};

const noSignIn = (): never => {
  throw new Error('Nobody signs in at Microsoft in this test');
};
const noDesk: ConsentDesk = { signInAddress: noSignIn, adminAddress: noSignIn, redeem: noSignIn, graphPermissions: noSignIn };

const nothingOut = (): never => {
  throw new Error('This test tells nobody outside');
};
const noOutbox: Outbox = { post: nothingOut, sendMail: nothingOut, mayBeLocal: () => true };

/** A context on a real database with a virtual clock, ids from a seed, and a queue that only remembers. */
export function aContext(db: Db, options: ContextOptions = {}) {
  const clock = new VirtualClock(options.startsAt ?? '2026-11-21T09:00:00Z');
  const chance = new Seeded(options.seed ?? 1);
  const sent: SentWork[] = [];
  const queue: Queue = {
    send: (_tx, name, input) => {
      sent.push({ name, input });
      return Promise.resolve(String(sent.length));
    },
    work: () => Promise.resolve(),
    schedule: () => Promise.resolve(),
    deadLetters: () => Promise.resolve([]),
    bringBack: () => Promise.resolve(0),
    stop: () => Promise.resolve(),
  };
  const context: Context = {
    db,
    scope: { reseller: '*' },
    actor: system,
    clock,
    ids: () =>
      uuidV7(
        clock.now().epochMilliseconds,
        Uint8Array.from({ length: 16 }, () => chance.int(0, 255)),
      ),
    random: () => chance.next(),
    log: silentLog,
    secrets: createSecrets({ current: { id: 'test', bytes: Buffer.alloc(32, 7) }, old: [] }),
    queue,
    blobs: createBlobStore(options.blobFolder ?? '/dev/null/this-test-keeps-no-files'),
    openRemote:
      options.openRemote ??
      (() => {
        throw new Error('This test opens no remote');
      }),
    reach:
      options.reach ??
      (() => {
        throw new Error('This test asks no host');
      }),
    webhooks: options.webhooks ?? {
      check: () => {
        throw new Error('This test receives no notification');
      },
      handOn: () => {
        throw new Error('This test hands no notification on');
      },
    },
    consentDesk: options.consentDesk ?? noDesk,
    outbox: options.outbox ?? noOutbox,
    txtRecords: options.txtRecords ?? (() => Promise.resolve(undefined)),
    installation: { profile: 'trial', sandbox: true },
  };
  return { context, clock, sent };
}
