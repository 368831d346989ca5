import { must } from '../src/lib/must.ts';
import { type Outbox, outbox } from './outbox.ts';
import { dueRow } from './world/due.ts';
import type { PsaNotice } from './world/types.ts';
import { type Change, put, type World, type WorldEvent } from './world/world.ts';

// What Autotask and HaloPSA send by themselves: kept as rows, so that it outlives a restart and is tried again by the world's clock.

/** One thing to tell one webhook. */
export type PsaNews = Pick<PsaNotice, 'webhookId' | 'url' | 'headers' | 'body'>;

const own = 'psa.noticed';
const by = { actor: { kind: 'system', name: 'webhooks' }, cause: 'webhooks' } as const;

/** Tells webhooks what happened and sends what waits. Answers a function that stops it. */
export function watchPsa(
  world: World,
  psa: PsaNotice['psa'],
  newsOf: (world: World, event: WorldEvent) => readonly PsaNews[],
): () => Promise<void> {
  const stop = outbox(world, boxOf(psa));
  const off = world.on((event) => {
    if (event.kind === own) return;
    const changes = newsOf(world, event).flatMap((news) => queued(world, psa, news));
    if (changes.length > 0) world.apply({ kind: own, ...by, about: { psa, of: String(event.seq) }, changes });
  });
  return async () => {
    off();
    await stop();
  };
}

function queued(world: World, psa: PsaNotice['psa'], news: PsaNews): readonly Change[] {
  const { mode, copies } = world.switch('webhooks');
  if (mode === 'drop') return [];
  return Array.from({ length: copies }, () => {
    const status = mode === 'hold' ? 'held' : 'waiting';
    return put('psaNotices', { ...news, id: world.newId(), psa, status, answers: [], createdAt: world.now() });
  });
}

const boxOf = (psa: PsaNotice['psa']): Outbox => {
  const of = (world: World, status: PsaNotice['status']): readonly PsaNotice[] =>
    world.tables.psaNotices.by('status', status).filter((row) => row.psa === psa);
  return {
    table: 'psaNotices',
    waiting: (world) => of(world, 'waiting').map(({ id }) => id),
    held: (world) => of(world, 'held').map((row) => put('psaNotices', { ...row, status: 'waiting' })),
    message: (world, id) => {
      const row = world.tables.psaNotices.get(id);
      return row?.status === 'waiting' ? row : undefined;
    },
    sent: (world, id, { status }) => {
      keep(world, answered(world, must(world.tables.psaNotices.get(id), 'notice'), status));
    },
  };
};

/** How often and how far apart it is tried again is not documented: switches. */
function answered(world: World, { nextAt: _past, ...row }: PsaNotice, status: number): PsaNotice {
  const answers = [...row.answers, status];
  if (status >= 200 && status < 300) return { ...row, answers, status: 'delivered' };
  const { tries, retryMinutes } = world.switch('psaWebhooks');
  if (answers.length >= tries) return { ...row, answers, status: 'failed' };
  const nextAt = world.clock.now().add({ minutes: retryMinutes }).toString();
  return { ...row, answers, status: 'retrying', nextAt };
}

function keep(world: World, row: PsaNotice, at?: string): void {
  const about = { psa: row.psa, webhookId: row.webhookId };
  world.apply({ kind: own, ...by, about, ...(at === undefined ? {} : { at }), changes: [put('psaNotices', row)] });
}

/** What nobody took waits again when its time has come. */
export const psaNoticeRetries = dueRow('psaNotices', {
  at: (row) => (row.status === 'retrying' && row.nextAt !== undefined ? Date.parse(row.nextAt) : Number.POSITIVE_INFINITY),
  happen: (world, { nextAt: _past, ...row }, atMs) => {
    keep(world, { ...row, status: 'waiting' }, new Date(atMs).toISOString());
  },
});
