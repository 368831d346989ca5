import type { Command } from 'commander';
import { CommandError } from './command-error.ts';
import type { CliDeps } from './deps.ts';
import { noticesNoun } from './noun.ts';
import { exitCodes } from './output.ts';
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
      'JSON or YAML with kind (email, teams, slack, webhook), name, address, events, cadence (instant, daily) and quiet (timeZone, windows); - for standard input',
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
  withSettings(
    notices.command('quiet <channel>').description('Quiet hours, in which a channel is told only what is urgent, from this machine'),
  )
    .option('--zone <name>', 'time zone, like Europe/Berlin')
    .option('--from <time>', 'like 22:00')
    .option('--to <time>', 'like 07:00; at or before --from it is the next day')
    .option('--days <numbers>', 'days on which they begin, 1 (Monday) to 7, with commas between', '1,2,3,4,5,6,7')
    .option('--file <path>', 'several windows as JSON or YAML with timeZone and windows (days, from, to); - for standard input')
    .option('--none', 'no quiet hours any more')
    .action((channel: string, { file, zone, from, to, days, none, ...flags }: Flags & { none?: string }) => {
      const text = () => (file === undefined ? oneWindow({ zone, from, to, days }) : readGiven(file, deps.cwd));
      return settle(flags, { act: 'quiet', channel, text: none === undefined ? text() : undefined });
    });
}

/** Quiet hours as a file would have them. */
function oneWindow({ zone, from, to, days }: Flags): string {
  if (zone === undefined || from === undefined || to === undefined)
    throw new CommandError(exitCodes.usage, 'Give --zone, --from and --to, or --file, or --none.');
  return JSON.stringify({ timeZone: zone, windows: [{ days: (days ?? '').split(',').map(Number), from, to }] });
}
