import type { Marketplace, WebhookRegistration } from '../../connectors/ports.ts';
import { isAppError } from '../../lib/errors.ts';
import type { WebhookAct } from '../../model/feed.ts';
import { publicId } from '../../model/ids.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import { findConnection, openConnection } from '../connections/index.ts';
import type { Context } from '../context.ts';
import { isWritingHeld } from '../journal/index.ts';
import { hostOf, ownAddress } from './address.ts';
import { lookAtRegistration } from './look.ts';
import { addDestination } from './relay-destinations.ts';
import { type FeedState, lockState, openRegistration, sealRegistration } from './state.ts';
import { beginAct, endAct, type RegistrationAct } from './webhook-acts.ts';

export type ActOnRegistration = {
  readonly connectionId: string;
  readonly act: WebhookAct;
  /** Typed by the person; goes into the audit trail. */
  readonly reason: string;
  /** By which people, and so Microsoft, reach this installation. */
  readonly baseUrl: string;
  /** The host that the person saw registered; another one now means that he did not see what he decides. */
  readonly seenHost: string | null;
  /** Taking over: the tool that had it goes on getting every notification as it came. */
  readonly handOn: boolean;
};

export type ActOutcome =
  | { readonly status: 'done'; readonly act: RegistrationAct }
  | {
      readonly status: 'refused';
      readonly because:
        | 'unknownConnection'
        | 'connectionOff'
        | 'noWebhooks'
        | 'writingHeld'
        | 'moved'
        | 'notFree'
        | 'notForeign'
        | 'notOurs'
        | 'nothingBefore';
    };

type Refused = Extract<ActOutcome, { status: 'refused' }>['because'];
const refused = (because: Refused): ActOutcome => ({ status: 'refused', because });

/**
 * Writes the account's one registration: takes it while it is free, takes it over from another tool, or gives it back to that tool as it was.
 * Looks first; the intent is kept before the call and the outcome after it (B4); after a lost answer the registration itself says what it is.
 */
export async function actOnRegistration(context: Context, wanted: ActOnRegistration): Promise<ActOutcome> {
  const { connectionId } = wanted;
  const connection = await findConnection(context, connectionId);
  if (connection?.side !== 'microsoft') return refused('unknownConnection');
  if (connection.state === 'off') return refused('connectionOff');
  if (await inScope(context.db, everything, isWritingHeld)) return refused('writingHeld');
  const remote = await openConnection(context, connectionId);
  if (remote.side !== 'microsoft' || remote.webhookSlot === undefined) return refused('noWebhooks');
  await lookAtRegistration(context, connectionId, remote);
  const state = await inScope(context.db, everything, (tx) => lockState(tx, connectionId, context.clock.now()));
  const because = whyNot(wanted, state);
  if (because !== undefined) return refused(because);
  const target = await targetOf(context, wanted, state, remote);
  const act = await begin(context, wanted, state, target);
  return { status: 'done', act: await carryOut(context, remote, act, target, state) };
}

function whyNot({ act, seenHost }: ActOnRegistration, { holder, registeredHost, beforeTakeOver }: FeedState): Refused | undefined {
  if ((registeredHost ?? null) !== seenHost) return 'moved';
  switch (act) {
    case 'register':
      return holder === 'none' || holder === 'ours' ? undefined : 'notFree';
    case 'takeOver':
      return holder === 'foreign' ? undefined : 'notForeign';
    case 'giveBack':
      if (holder !== 'ours') return 'notOurs';
      return beforeTakeOver === undefined ? 'nothingBefore' : undefined;
  }
}

/** Leads of the partner's sales are nothing that is kept here. */
const isWanted = (event: string): boolean => !event.includes('referral');

/** Ours asks for what we use and, after a take-over, for all that the other tool asked for, signed in the header that it reads. */
async function targetOf(context: Context, wanted: ActOnRegistration, state: FeedState, remote: Marketplace): Promise<WebhookRegistration> {
  const { connectionId, act, baseUrl } = wanted;
  if (act === 'giveBack') return openRegistration(context, connectionId, 'before_take_over', state.beforeTakeOver ?? '');
  const names = (await remote.webhookSlot?.events()) ?? [];
  const before = act === 'takeOver' ? openRegistration(context, connectionId, 'registered', state.registered ?? '') : undefined;
  return {
    url: ownAddress(baseUrl, state.pathKey),
    events: [...new Set([...names.filter(isWanted), ...(before?.events ?? [])])].sort(),
    signatureInMsHeader: before?.signatureInMsHeader ?? false,
  };
}

const begin = (context: Context, wanted: ActOnRegistration, state: FeedState, target: WebhookRegistration): Promise<RegistrationAct> =>
  inScope(context.db, everything, async (tx) => {
    const { connectionId, act, reason, handOn } = wanted;
    if (act === 'takeOver' && state.registered !== undefined) {
      const before = openRegistration(context, connectionId, 'registered', state.registered);
      const sealed = sealRegistration(context, connectionId, 'before_take_over', before);
      await tx.updateTable('feed_state').set({ before_take_over: sealed }).where('connection_id', '=', connectionId).execute();
      if (handOn) await addDestination(tx, context, { connectionId, name: hostOf(before.url), address: before.url });
    }
    return beginAct(tx, context, { connectionId, act, reason, fromHost: state.registeredHost, toHost: hostOf(target.url) });
  });

async function carryOut(
  context: Context,
  remote: Marketplace,
  act: RegistrationAct,
  target: WebhookRegistration,
  state: FeedState,
): Promise<RegistrationAct> {
  const fault = await remote.webhookSlot
    ?.write(target, state.holder === 'none' ? 'create' : 'replace')
    .then(() => undefined)
    .catch((error: unknown) => error);
  const found = await remote.webhookSlot?.read().catch(() => null); // null: nobody can tell now
  if (found !== null) await lookAtRegistration(context, act.connectionId, remote).catch(() => undefined);
  return inScope(context.db, everything, async (tx) => {
    const ended = await endAct(tx, context, act, outcomeOf(found, target, fault));
    if (ended.state === 'confirmed' && act.act === 'giveBack') await forgetTakeOver(tx, act.connectionId);
    await record(tx, context, {
      action: `webhook.${act.act}`,
      object: publicId('connection', act.connectionId),
      before: { host: act.fromHost },
      after: { host: act.toHost, state: ended.state },
      reason: act.reason,
      result: ended.state === 'confirmed' ? 'done' : 'failed',
    });
    return ended;
  });
}

/** The tool has the registration itself again: it is not told twice. */
async function forgetTakeOver(tx: Parameters<typeof lockState>[0], connectionId: string): Promise<void> {
  await tx.updateTable('feed_state').set({ before_take_over: null }).where('connection_id', '=', connectionId).execute();
  await tx
    .updateTable('relay_destination')
    .set({ paused: true })
    .where('connection_id', '=', connectionId)
    .where('from_take_over', '=', true)
    .execute();
}

type End = Pick<RegistrationAct, 'state' | 'code' | 'detail'>;

/** What stands there now decides, whatever the answer to the writing was. */
function outcomeOf(found: WebhookRegistration | undefined | null, target: WebhookRegistration, fault: unknown): End {
  if (found?.url === target.url) return { state: 'confirmed', code: undefined, detail: undefined };
  const told = isAppError(fault)
    ? { code: fault.facts.remoteCode ?? fault.code, detail: [fault.message, fault.facts.hint].filter(Boolean).join('. ') }
    : { code: undefined, detail: fault === undefined ? undefined : 'Something went wrong on our side.' };
  if (found === null) return { state: 'unknown', ...told };
  return { state: isAppError(fault) && fault.kind === 'permanent' ? 'rejected' : 'notPlaced', ...told };
}
