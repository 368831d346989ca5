import type { Command } from 'commander';
import { listMicrosoftErrors } from '../contract/microsoft-errors.ts';
import { listNoticeChannels, listNoticeDeliveries, retryNoticeDeliveries, testNoticeChannel } from '../contract/notice-channels.ts';
import { listNotices, readNotices } from '../contract/notices.ts';
import { muteCommands } from './notice-mutes.ts';
import { connectionsNoun, type Noun, noticesNoun } from './noun.ts';
import { exitCodes } from './output.ts';
import { type ListFlags, printRecord, printRows, readPages, withOutput, withPaging } from './print.ts';

/** notices: what was told without asking, and where else it goes. connections errors: what Microsoft's codes mean. */
export function noticeCommands(program: Command, noun: Noun): void {
  inboxCommands(noticesNoun(program), noun);
  muteCommands(noticesNoun(program), noun);
  channelCommands(noticesNoun(program), noun);
  errorsCommand(program, noun);
}

type Filters = ListFlags & { readonly event?: string; readonly search?: string; readonly unread?: boolean };

function inboxCommands(notices: Command, noun: Noun): void {
  withPaging(
    notices
      .command('list')
      .description('Sign-ins and accesses that end, checks that fail or pass again, new fields, requests; newest first'),
  )
    .option('--event <names>', 'only these, with commas between')
    .option('--search <text>', 'in title or detail')
    .option('--unread', 'only what you have not read')
    .action(async (flags: Filters) => {
      const filter = {
        ...(flags.event !== undefined && { event: flags.event }),
        ...(flags.search !== undefined && { q: flags.search }),
        ...(flags.unread === true && { unread: 'true' }),
      };
      const rows = await readPages(flags, (page) => noun.client().call(listNotices, { query: { ...filter, ...page } }));
      printRows(noun, flags, rows, [
        { title: 'AT', value: (row) => row.at },
        { title: 'EVENT', value: (row) => row.event },
        { title: 'MUTED', value: (row) => (row.muted ? 'yes' : 'no') },
        { title: 'READ', value: (row) => (row.readAt === null ? 'no' : 'yes') },
        { title: 'TITLE', value: (row) => row.title },
        { title: 'DETAIL', value: (row) => row.detail },
        { title: 'ID', value: (row) => row.id },
      ]);
    });
  withOutput(notices.command('read [ids...]').description('Mark notices as read by you; without ids, all')).action(
    async (ids: string[], flags: ListFlags) => {
      const answer = await noun.client().call(readNotices, { body: ids.length === 0 ? {} : { ids } });
      printRecord(noun, flags, answer, [['marked as read', String(answer.read)]]);
    },
  );
}

function channelCommands(notices: Command, noun: Noun): void {
  withOutput(notices.command('channels').description('Mailboxes, programs and chats that notices go to')).action(
    async (flags: ListFlags) => {
      const { data, digest } = await noun.client().call(listNoticeChannels, {});
      printRows(noun, flags, data, [
        { title: 'ID', value: (row) => row.id },
        { title: 'NAME', value: (row) => row.name },
        { title: 'TO', value: (row) => `${row.kind} ${row.shown}` },
        { title: 'TOLD', value: (row) => (row.cadence === 'daily' ? `daily at ${digest.at} ${digest.timeZone}` : 'as it happens') },
        { title: 'STATE', value: (row) => (row.reason === null ? row.state : `${row.state}: ${row.reason}`) },
        { title: 'DELIVERED', value: (row) => String(row.delivered) },
        { title: 'WAITING', value: (row) => String(row.waiting) },
        { title: 'GIVEN UP', value: (row) => String(row.dead) },
        { title: 'TROUBLE', value: (row) => row.trouble ?? '' },
      ]);
    },
  );
  withOutput(notices.command('test <channel>').description('Send a test now, and say what the receiver answered')).action(
    async (id: string, flags: ListFlags) => {
      const answer = await noun.client().call(testNoticeChannel, { params: { id } });
      printRecord(noun, flags, answer, [[answer.taken ? 'taken' : 'not taken', answer.detail]]);
      if (!answer.taken) noun.done(exitCodes.failure);
    },
  );
  withOutput(notices.command('deliveries <channel>').description('What was sent to a channel and what became of it')).action(
    async (id: string, flags: ListFlags) => {
      const { data } = await noun.client().call(listNoticeDeliveries, { params: { id } });
      printRows(noun, flags, data, [
        { title: 'AT', value: (row) => row.at },
        { title: 'WHAT', value: (row) => row.title ?? 'test' },
        { title: 'STATE', value: (row) => row.state },
        { title: 'TRIES', value: (row) => String(row.attempts) },
        { title: 'ANSWER', value: (row) => row.detail ?? '' },
        { title: 'NEXT', value: (row) => row.nextAt ?? '' },
      ]);
    },
  );
  withOutput(notices.command('retry <channel>').description('Send again what was given up')).action(
    async (id: string, flags: ListFlags) => {
      const answer = await noun.client().call(retryNoticeDeliveries, { params: { id } });
      printRecord(noun, flags, answer, [['sent again', String(answer.retried)]]);
    },
  );
}

function errorsCommand(program: Command, noun: Noun): void {
  withOutput(
    connectionsNoun(program)
      .command('errors [code]')
      .description('What a code of Entra or Partner Center means, what to do, and whether signing in again helps'),
  ).action(async (code: string | undefined, flags: ListFlags) => {
    const { data } = await noun.client().call(listMicrosoftErrors, { query: code === undefined ? {} : { code } });
    printRows(noun, flags, data, [
      { title: 'CODE', value: (row) => row.code },
      { title: 'CAUSE', value: (row) => row.cause },
      { title: 'WHAT TO DO', value: (row) => row.fix },
      { title: 'SIGN IN AGAIN', value: (row) => ({ helps: 'yes', afterFix: 'after the fix', no: 'no' })[row.reconsent] },
    ]);
    if (data.length > 0 || code === undefined) return;
    noun.err(`${code} is not known here. Microsoft's support asks for it together with the correlation id (concord connections calls).\n`);
    noun.done(exitCodes.notFound);
  });
}
