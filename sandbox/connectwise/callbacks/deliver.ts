import { createHash, createHmac } from 'node:crypto';
import { writeJson } from '../../../src/lib/exact-json.ts';
import { must } from '../../../src/lib/must.ts';
import { jsonText } from '../../json.ts';
import { type Outbox, outbox } from '../../outbox.ts';
import type { PsaCallback, PsaDelivery, PsaInstance } from '../../world/types.ts';
import { type Change, put, type World, type WorldEvent } from '../../world/world.ts';
import { agreements } from '../agreements.ts';
import type { Call } from '../call.ts';
import { companies } from '../companies.ts';
import type { Session } from '../session.ts';

/** base64(HMAC-SHA256(SHA256(key), body)): what stands in `x-content-signature`. */
export const signatureOf = (key: string, body: string): string =>
  createHmac('sha256', createHash('sha256').update(key).digest()).update(body).digest('base64');

const own = 'psa.calledBack';

/** Calls back whoever registered for what changed, and sends what is waiting. Answers a function that stops it. */
export function watchCallbacks(world: World): () => Promise<void> {
  const box = outbox(world, deliveries);
  const off = world.on((event) => {
    if (event.kind === own) return;
    const changes = event.changes.flatMap((change) => calls(world, event, change));
    if (changes.length > 0)
      world.apply({
        kind: own,
        actor: { kind: 'system', name: 'ConnectWise' },
        cause: event.kind,
        about: { of: String(event.seq) },
        changes,
      });
  });
  return async () => {
    off();
    await box();
  };
}

type Subject = { readonly type: 'agreement' | 'company'; readonly id: number; readonly instanceId: string };

function subjectOf(world: World, { table, key, row }: Change): Subject | undefined {
  if (table !== 'psaAgreements' && table !== 'psaCompanies') return undefined;
  const type = table === 'psaAgreements' ? 'agreement' : 'company';
  const kept = world.tables[table].get(key);
  if (row === null || kept === undefined) return { type, id: Number(key), instanceId: '' };
  return { type, id: kept.id, instanceId: kept.instanceId };
}

function calls(world: World, event: WorldEvent, change: Change): readonly Change[] {
  const subject = subjectOf(world, change);
  if (subject === undefined) return [];
  const instanceId = subject.instanceId === '' ? (event.about['instanceId'] ?? '') : subject.instanceId;
  const instance = world.tables.psaInstances.get(instanceId);
  if (instance === undefined) return [];
  return world.tables.psaCallbacks
    .by('instanceId', instanceId)
    .filter((callback) => !callback.inactive && callback.type === subject.type && concerns(world, callback, subject, event))
    .map((callback) => put('psaDeliveries', deliveryOf(world, { event, change, subject, instance, callback })));
}

/** `owner` hears of everything; the other levels of what their object is or has. */
function concerns(world: World, { level, objectId }: PsaCallback, { type, id }: Subject, event: WorldEvent): boolean {
  const row = type === 'agreement' ? world.tables.psaAgreements.get(id) : world.tables.psaCompanies.get(id);
  switch (level) {
    case 'agreement':
      return objectId === id;
    case 'company':
      return objectId === (type === 'company' ? id : Number(event.about['companyId']));
    case 'type':
      return objectId === row?.type.id;
    case 'status':
      return row !== undefined && 'status' in row && objectId === row.status.id;
    default:
      return true;
  }
}

type Happened = {
  readonly event: WorldEvent;
  readonly change: Change;
  readonly subject: Subject;
  readonly instance: PsaInstance;
  readonly callback: PsaCallback;
};

function deliveryOf(world: World, { event, change, subject, instance, callback }: Happened): PsaDelivery {
  const action = change.row === null ? 'deleted' : event.kind.endsWith('Added') ? 'added' : 'updated';
  const keyBase = callback.keyBase ?? `https://${instance.host}`;
  const body = jsonText({
    MessageId: world.newId(),
    FromUrl: instance.host,
    CompanyId: instance.companyId,
    MemberId: event.actor.name,
    Action: action,
    Type: subject.type,
    ID: subject.id,
    ProductInstanceId: null,
    PartnerId: null,
    Entity: action === 'deleted' ? null : entityOf(world, instance, subject),
    Metadata: { key_url: `${keyBase}/${instance.codebase.replace(/\/$/, '')}/keys/${callback.id}` },
    CallbackObjectRecId: callback.id,
  });
  const url = new URL(callback.url);
  // Query members of the address stay; `action` and `id` come beside them.
  url.searchParams.set('action', action);
  url.searchParams.set('id', String(subject.id));
  const { mode } = world.switch('webhooks');
  const status = mode === 'deliver' ? 'waiting' : mode === 'hold' ? 'held' : 'dropped';
  const { id: instanceId } = instance;
  return { id: world.newId(), instanceId, callbackId: callback.id, url: url.href, body, createdAt: world.now(), status, answers: [] };
}

/** The object as a GET would show it, as JSON text inside the JSON. */
function entityOf(world: World, instance: PsaInstance, { type, id }: Subject): string {
  const base = `https://${instance.host}/${instance.codebase.replace(/\/$/, '')}/apis/3.0`;
  const session: Session = { instance, base, href: (path) => `${base}${path}` };
  // Showing a row looks at world and session only: there is no request behind a delivery.
  const call = { world, session, params: {} } as unknown as Call;
  return writeJson(
    type === 'agreement'
      ? agreements.show(must(world.tables.psaAgreements.get(id), 'agreement'), call)
      : companies.show(must(world.tables.psaCompanies.get(id), 'company'), call),
  );
}

/** How a delivery is sent and what becomes of it. */
const deliveries: Outbox = {
  table: 'psaDeliveries',
  waiting: (world) => world.tables.psaDeliveries.by('status', 'waiting').map((row) => row.id),
  held: (world) => world.tables.psaDeliveries.by('status', 'held').map((row) => put('psaDeliveries', { ...row, status: 'waiting' })),
  message: (world, id) => {
    const row = world.tables.psaDeliveries.get(id);
    const callback = row === undefined ? undefined : world.tables.psaCallbacks.get(row.callbackId);
    if (row?.status !== 'waiting') return undefined;
    const signature = signatureOf(callback?.signingKey ?? '', row.body);
    return {
      url: row.url,
      body: row.body,
      headers: { 'content-type': 'application/json; charset=utf-8', 'x-content-signature': signature },
    };
  },
  sent: (world, id, { status }) => {
    const row = must(world.tables.psaDeliveries.get(id), 'delivery');
    const answers = [...row.answers, status];
    const isDelivered = status >= 200 && status < 300;
    const isOver = answers.length >= world.switch('connectwise').callbackTries;
    world.apply({
      kind: own,
      actor: { kind: 'system', name: 'ConnectWise' },
      cause: 'callbacks',
      about: { instanceId: row.instanceId },
      changes: [put('psaDeliveries', { ...row, answers, status: isDelivered ? 'delivered' : isOver ? 'failed' : 'waiting' })],
    });
  },
};
