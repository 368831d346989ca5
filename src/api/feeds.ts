import type { z } from 'zod';
import * as contract from '../contract/feeds.ts';
import {
  type ActOutcome,
  type AddOutcome,
  actOnRegistration,
  addRelayDestination,
  type Feeds,
  type RegistrationAct,
  readFeeds,
  removeRelayDestination,
  retryHandOn,
  sendTestEvent,
  type TestOutcome,
} from '../features/feeds/index.ts';
import { addressRefusals, refuseAddress } from './entered-address.ts';
import { good, handle, type Mounted, type Refusal, refuse } from './handle.ts';

const presentAct = ({
  act,
  state,
  reason,
  actor,
  fromHost,
  toHost,
  code,
  detail,
  at,
}: RegistrationAct): z.input<typeof contract.RegistrationAct> => ({
  act,
  state,
  reason,
  actor,
  fromHost: fromHost ?? null,
  toHost: toHost ?? null,
  code: code ?? null,
  detail: detail ?? null,
  at: at.toString(),
});

const present = (feeds: Feeds): z.input<typeof contract.Feeds> => ({
  holder: feeds.holder,
  holderSince: feeds.holderSince.toString(),
  checkedAt: feeds.checkedAt?.toString() ?? null,
  registeredHost: feeds.registeredHost ?? null,
  registeredEvents: [...feeds.registeredEvents],
  isAnotherConcord: feeds.isAnotherConcord,
  canGiveBack: feeds.canGiveBack,
  address: feeds.address,
  relayAddress: feeds.relayAddress,
  lastDeliveryAt: feeds.lastDeliveryAt?.toString() ?? null,
  polledAt: feeds.polledAt?.toString() ?? null,
  pollEverySeconds: feeds.pollEverySeconds,
  trouble: feeds.trouble ?? null,
  untold: feeds.untold,
  waiting: { count: feeds.waiting.count, since: feeds.waiting.since?.toString() ?? null },
  lags: [...feeds.lags],
  invitations: feeds.invitations,
  acts: feeds.acts.map(presentAct),
  destinations: feeds.destinations.map(({ destinationId, ...destination }) => ({ id: destinationId, ...destination })),
});

const unknown = refuse('not_found', 'There is no such partner account.');
const lookAgain = 'Open the connection again, look who has the registration now, and decide anew.';

const actRefusals: Readonly<Record<Extract<ActOutcome, { status: 'refused' }>['because'], Refusal>> = {
  unknownConnection: unknown,
  connectionOff: refuse('conflict', 'This connection is paused.', { hint: 'Switch it on again first.' }),
  noWebhooks: refuse('conflict', 'Microsoft offers no notifications in this cloud.'),
  writingHeld: refuse('conflict', 'Writing to other systems is held after a restore.', { hint: 'See "concord writing release --help".' }),
  moved: refuse('conflict', 'The registration is not what you saw. Nothing was written.', { hint: lookAgain }),
  notFree: refuse('conflict', 'Another tool has the registration. Nothing was written.', {
    hint: 'Let that tool hand its notifications on, or take the registration over.',
  }),
  notForeign: refuse('conflict', 'No other tool has the registration. Nothing was written.', { hint: lookAgain }),
  notOurs: refuse('conflict', 'The registration is not ours. Nothing was written.', { hint: lookAgain }),
  nothingBefore: refuse('conflict', 'The registration was not taken from anybody, so there is nobody to give it back to.'),
};

const testRefusals: Readonly<Record<Extract<TestOutcome, { status: 'refused' }>['because'], Refusal>> = {
  unknownConnection: unknown,
  notOurs: refuse('conflict', 'Microsoft sends a test only to the address that is registered, and that is not ours.'),
  tooMany: refuse('rate_limited', 'Microsoft sends two tests a minute.', { hint: 'Try again in a minute.' }),
};

const addRefusals: Readonly<Record<Extract<AddOutcome, { status: 'refused' }>['because'], Refusal>> = {
  unknownConnection: unknown,
  nameTaken: refuse('duplicate', 'Another tool of this connection has this name.', {
    errors: [{ pointer: '/name', code: 'duplicate', detail: 'is taken' }],
  }),
  ...addressRefusals,
  isOurs: refuseAddress('is one of Concord itself: notifications would go in a circle'),
};

export const feedRoutes: readonly Mounted[] = [
  handle(contract.getFeeds, async ({ context, params, request }) => {
    const feeds = await readFeeds(context, params.id, request.baseUrl);
    return feeds === undefined ? unknown : good(present(feeds));
  }),
  handle(contract.actOnRegistration, async ({ context, params, body, request }) => {
    const outcome = await actOnRegistration(context, { connectionId: params.id, ...body, baseUrl: request.baseUrl });
    return outcome.status === 'refused' ? actRefusals[outcome.because] : good(presentAct(outcome.act));
  }),
  handle(contract.sendTestEvent, async ({ context, params, request }) => {
    const outcome = await sendTestEvent(context, params.id, request.baseUrl);
    return outcome.status === 'refused' ? testRefusals[outcome.because] : good({ correlationId: outcome.correlationId });
  }),
  handle(contract.addRelayDestination, async ({ context, params, body }) => {
    const outcome = await addRelayDestination(context, { connectionId: params.id, ...body });
    return outcome.status === 'refused' ? addRefusals[outcome.because] : good({ id: outcome.destinationId });
  }),
  handle(contract.removeRelayDestination, async ({ context, params }) =>
    (await removeRelayDestination(context, params.id, params.destinationId))
      ? good(undefined)
      : refuse('not_found', 'There is no such tool.'),
  ),
  handle(contract.retryRelayDestination, async ({ context, params }) =>
    good({ retried: await retryHandOn(context, params.id, params.destinationId) }),
  ),
];
