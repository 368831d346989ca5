import type { Command } from 'commander';
import type { CliDeps } from './deps.ts';
import { noticesNoun } from './noun.ts';
import { configReader, type Flags, readGiven, withSettings } from './setting-flags.ts';
import type { NoticesAsked } from './system.ts';

/** Whom Concord tells, decided from the machine that it runs on: the API takes that only from a person who proves anew who it is. */
export function noticeChannelCommands(program: Command, deps: CliDeps, done: (code: number) => void): void {
  const config = configReader(deps);
  const settle = async (flags: Flags, asked: NoticesAsked): Promise<void> => {
    done(await deps.system.settleNotices(config(flags, 'trial'), deps.io, asked));
  };
  const notices = noticesNoun(program);
  withSettings(notices.command('add').description('Send notices to a mailbox, Teams, Slack or a webhook, from this machine'))
    .requiredOption(
      '--file <path>',
      'JSON or YAML with kind (email, teams, slack, webhook), name, address, events and cadence (instant, daily); - for standard input',
    )
    .action(({ file, ...flags }: Flags) => settle(flags, { act: 'add', text: readGiven(file ?? '-', deps.cwd) }));
  withSettings(
    notices.command('mail-server').description('Set the mail server that notices and consent links are sent by, from this machine'),
  )
    .option(
      '--file <path>',
      'JSON or YAML with host, port, security (tls, startTls, none), userName, password and sender; - for standard input',
    )
    .option('--none', 'mail nothing any more')
    .action(({ file, none, ...flags }: Flags & { none?: string }) =>
      settle(flags, none === undefined ? { act: 'mailServer', text: readGiven(file ?? '-', deps.cwd) } : { act: 'noMailServer' }),
    );
  const acts = {
    pause: 'Tell a channel nothing until it is resumed',
    resume: 'Tell a channel again',
    daily: 'Tell a channel once a day what happened since',
    instant: 'Tell a channel as it happens',
    remove: 'Send no more notices there',
  };
  for (const act of ['pause', 'resume', 'daily', 'instant', 'remove'] as const)
    withSettings(notices.command(`${act} <channel>`).description(`${acts[act]}, from this machine`)).action(
      (channel: string, flags: Flags) => settle(flags, { act, channel }),
    );
}
