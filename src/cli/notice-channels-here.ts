import type { z } from 'zod';
import type { Config } from '../config.ts';
import { MailServerInput, NoticeChannelInput } from '../contract/notice-channels.ts';
import {
  type AddChannelOutcome,
  addChannel,
  type Channel,
  changeChannel,
  channelAddressWords,
  listChannels,
  removeChannel,
  removeMailServer,
  setMailServer,
} from '../features/notices/index.ts';
import { plainly } from '../lib/field-words.ts';
import { QuietHours } from '../model/quiet-hours.ts';
import { CommandError } from './command-error.ts';
import { mistakesIn, yamlOf } from './file-mistakes.ts';
import { exitCodes, type Io } from './output.ts';
import type { NoticesAsked, Parts } from './system.ts';

type Context = Awaited<ReturnType<Parts['openProcess']>>['context'];

/** `notices add, change, remove, mail-server`: who may run commands on the host may decide whom Concord tells. */
export async function settleNoticesHere(parts: Parts, config: Config, io: Io, asked: NoticesAsked): Promise<number> {
  const wanted = 'text' in asked && asked.text !== undefined ? readFile(asked.act, asked.text) : undefined;
  const running = await parts.openProcess({ config, log: parts.makeLog('silent') });
  try {
    io.out(`${await settle(running.context, asked, wanted)}\n`);
    return exitCodes.ok;
  } finally {
    await running.close();
  }
}

type Wanted =
  | { readonly channel: z.output<typeof NoticeChannelInput> }
  | { readonly server: z.output<typeof MailServerInput> }
  | { readonly quiet: QuietHours };

/** The file is checked before anything is opened; its values may be secrets and are never said. */
function readFile(act: 'add' | 'mailServer' | 'quiet', text: string): Wanted {
  const read = { add: NoticeChannelInput, mailServer: MailServerInput, quiet: QuietHours }[act].safeParse(yamlOf(text), plainly);
  if (!read.success) {
    throw new CommandError(exitCodes.usage, 'The file cannot be used:', mistakesIn(read.error));
  }
  if ('windows' in read.data) return { quiet: read.data };
  return 'kind' in read.data ? { channel: read.data } : { server: read.data };
}

async function settle(context: Context, asked: NoticesAsked, wanted: Wanted | undefined): Promise<string> {
  if (wanted !== undefined && 'channel' in wanted) return add(context, wanted.channel);
  if (wanted !== undefined && 'server' in wanted) {
    await setMailServer(context, { ...wanted.server, userName: wanted.server.userName, password: wanted.server.password });
    return 'The mail server is set. Try: concord notices test <channel>';
  }
  if (asked.act === 'noMailServer') {
    if (!(await removeMailServer(context))) throw new CommandError(exitCodes.notFound, 'No mail server is set.');
    return 'Nothing is mailed any more.';
  }
  if (!('channel' in asked)) throw new Error('Every act names a channel or brings a file');
  const found = (await listChannels(context)).find(({ channelId, name }) => [channelId, name].includes(asked.channel));
  if (found === undefined)
    throw new CommandError(exitCodes.notFound, 'Notices go to no such channel.', undefined, 'concord notices channels lists them');
  return asked.act === 'quiet' ? setQuiet(context, found, wanted?.quiet) : act(context, found, asked.act);
}

async function act(context: Context, { channelId, name }: Channel, asked: keyof typeof changes | 'remove'): Promise<string> {
  if (asked === 'remove') await removeChannel(context, channelId);
  else await change(context, channelId, changes[asked]);
  return {
    remove: `No more notices go to ${name}.`,
    pause: `${name} is paused.`,
    resume: `${name} is told again.`,
    daily: `${name} is told once a day.`,
    instant: `${name} is told as it happens.`,
  }[asked];
}

async function setQuiet(context: Context, { channelId, name }: Channel, quiet: QuietHours | undefined): Promise<string> {
  await change(context, channelId, { quiet: quiet ?? null });
  return quiet === undefined ? `${name} has no quiet hours.` : `${name} is told only what is urgent in its quiet hours.`;
}

async function change(context: Context, channelId: string, wanted: Parameters<typeof changeChannel>[2]): Promise<void> {
  const outcome = await changeChannel(context, channelId, wanted);
  if (outcome === 'notDaily' || outcome === 'notQuiet') throw new CommandError(exitCodes.usage, whyNot(outcome));
}

const changes = {
  pause: { paused: true },
  resume: { paused: false },
  daily: { cadence: 'daily' },
  instant: { cadence: 'instant' },
} as const;

async function add(context: Context, channel: z.output<typeof NoticeChannelInput>): Promise<string> {
  const outcome = await addChannel(context, channel);
  if (outcome.status === 'refused') throw new CommandError(exitCodes.usage, whyNot(outcome.because));
  const next = `Try: concord notices test ${outcome.channelId}`;
  return outcome.secret === undefined
    ? `${outcome.channelId} is told from now on. ${next}`
    : `${outcome.channelId} is told from now on. Its deliveries are signed with this secret, which is not shown again:\n${outcome.secret}\n${next}`;
}

type Because = Extract<AddChannelOutcome, { status: 'refused' }>['because'];

function whyNot(because: Because): string {
  if (because === 'nameTaken') return 'Another channel has this name.';
  if (because === 'notDaily') return 'A webhook is told each notice as it happens; a digest is for people.';
  if (because === 'notQuiet') return 'A webhook is told each notice as it happens; quiet hours are for people.';
  return `The address ${channelAddressWords[because]}.`;
}
