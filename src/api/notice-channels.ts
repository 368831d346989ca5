import * as contract from '../contract/notice-channels.ts';
import type { Context } from '../features/context.ts';
import {
  type AddChannelOutcome,
  addChannel,
  type Channel,
  changeChannel,
  channelAddressWords,
  type Delivery,
  digestTime,
  listChannels,
  listDeliveries,
  type MailServerView,
  removeChannel,
  removeMailServer,
  renewSecret,
  retryDeliveries,
  sendChannelTest,
  setMailServer,
  showMailServer,
} from '../features/notices/index.ts';
import { quietUntil } from '../model/quiet-hours.ts';
import { refuseAddress } from './entered-address.ts';
import { good, handle, type Mounted, type Refusal, refuse } from './handle.ts';

const unknown = refuse('not_found', 'Notices go to no such channel.');

const notDaily = refuse('invalid', 'A webhook is told each notice as it happens; a digest is for people.', {
  errors: [{ pointer: '/cadence', code: 'invalid', detail: 'must be instant' }],
});

const notQuiet = refuse('invalid', 'A webhook is told each notice as it happens; quiet hours are for people.', {
  errors: [{ pointer: '/quiet', code: 'invalid', detail: 'must be left out' }],
});

type Because = Extract<AddChannelOutcome, { status: 'refused' }>['because'];

const nameTaken = refuse('duplicate', 'Another channel has this name.', {
  errors: [{ pointer: '/name', code: 'duplicate', detail: 'is taken' }],
});

const refuseChannel = (because: Because): Refusal => {
  if (because === 'nameTaken') return nameTaken;
  if (because === 'notQuiet') return notQuiet;
  return because === 'notDaily' ? notDaily : refuseAddress(channelAddressWords[because]);
};

const presentChannel =
  (now: Temporal.Instant) =>
  ({ channelId, events, quiet, reason, trouble, createdAt, ...channel }: Channel) => ({
    id: channelId,
    ...channel,
    events: [...events],
    quiet: quiet ?? null,
    quietUntil: quietUntil(quiet, now)?.toString() ?? null,
    reason: reason ?? null,
    trouble: trouble ?? null,
    createdAt: createdAt.toString(),
  });

const presentDelivery = ({ deliveryId, title, detail, at, nextAt, ...delivery }: Delivery) => ({
  id: deliveryId,
  ...delivery,
  title: title ?? null,
  detail: detail ?? null,
  at: at.toString(),
  nextAt: nextAt?.toString() ?? null,
});

const presentServer = ({ userName, changedAt, ...server }: MailServerView) => ({
  ...server,
  userName: userName ?? null,
  changedAt: changedAt.toString(),
});

const shown = async (context: Context, channelId: string) => {
  const channel = (await listChannels(context)).find((each) => each.channelId === channelId);
  return channel === undefined ? unknown : good(presentChannel(context.clock.now())(channel));
};

export const noticeChannelRoutes: readonly Mounted[] = [
  handle(contract.listNoticeChannels, async ({ context }) => {
    const [channels, digest] = [await listChannels(context), await digestTime(context)];
    return good({ data: channels.map(presentChannel(context.clock.now())), digest });
  }),
  handle(contract.addNoticeChannel, async ({ context, body }) => {
    const outcome = await addChannel(context, body);
    return outcome.status === 'refused' ? refuseChannel(outcome.because) : good({ id: outcome.channelId, secret: outcome.secret ?? null });
  }),
  handle(contract.changeNoticeChannel, async ({ context, params, body }) => {
    const outcome = await changeChannel(context, params.id, body);
    if (outcome === 'notDaily' || outcome === 'notQuiet') return refuseChannel(outcome);
    return outcome === 'unknown' ? unknown : shown(context, params.id);
  }),
  handle(contract.removeNoticeChannel, async ({ context, params }) =>
    (await removeChannel(context, params.id)) ? good(undefined) : unknown,
  ),
  handle(contract.renewNoticeSecret, async ({ context, params }) => {
    const secret = await renewSecret(context, params.id);
    return secret === undefined ? unknown : good({ secret });
  }),
  handle(contract.testNoticeChannel, async ({ context, params, request }) => {
    const outcome = await sendChannelTest(context, params.id, request.baseUrl);
    return outcome === undefined ? unknown : good({ ...outcome });
  }),
  handle(contract.listNoticeDeliveries, async ({ context, params }) => {
    const deliveries = await listDeliveries(context, params.id);
    return deliveries === undefined ? unknown : good({ data: deliveries.map(presentDelivery) });
  }),
  handle(contract.retryNoticeDeliveries, async ({ context, params }) => {
    const retried = await retryDeliveries(context, params.id);
    return retried === undefined ? unknown : good({ retried });
  }),
  handle(contract.getMailServer, async ({ context }) => {
    const server = await showMailServer(context);
    return good({ server: server === undefined ? null : presentServer(server), toSandbox: context.installation.sandbox });
  }),
  handle(contract.setMailServer, async ({ context, body }) => {
    return good(presentServer(await setMailServer(context, { ...body, userName: body.userName, password: body.password })));
  }),
  handle(contract.removeMailServer, async ({ context }) =>
    (await removeMailServer(context)) ? good(undefined) : refuse('not_found', 'No mail server is set.'),
  ),
];
