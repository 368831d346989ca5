import { parse } from 'yaml';
import type { z } from 'zod';
import type { Config } from '../config.ts';
import { MailServerInput, NoticeChannelInput } from '../contract/notice-channels.ts';
import {
  type AddChannelOutcome,
  addChannel,
  changeChannel,
  channelAddressWords,
  listChannels,
  removeChannel,
  removeMailServer,
  setMailServer,
} from '../features/notices/index.ts';
import { CommandError } from './command-error.ts';
import { exitCodes, type Io } from './output.ts';
import type { NoticesAsked, Parts } from './system.ts';

type Context = Awaited<ReturnType<Parts['openProcess']>>['context'];

/** `notices add, change, remove, mail-server`: who may run commands on the host may decide whom Concord tells. */
export async function settleNoticesHere(parts: Parts, config: Config, io: Io, asked: NoticesAsked): Promise<number> {
  const wanted = asked.act === 'add' || asked.act === 'mailServer' ? readFile(asked) : undefined;
  const running = await parts.openProcess({ config, log: parts.makeLog('silent') });
  try {
    io.out(`${await settle(running.context, asked, wanted)}\n`);
    return exitCodes.ok;
  } finally {
    await running.close();
  }
}

type Wanted = { readonly channel: z.output<typeof NoticeChannelInput> } | { readonly server: z.output<typeof MailServerInput> };

/** The file is checked before anything is opened; its values may be secrets and are never said. */
function readFile(asked: Extract<NoticesAsked, { readonly text: string }>): Wanted {
  const read = (asked.act === 'add' ? NoticeChannelInput : MailServerInput).safeParse(yamlOf(asked.text));
  if (!read.success) {
    const wrong = read.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`);
    throw new CommandError(exitCodes.usage, `The file cannot be used: ${wrong.join('; ')}`);
  }
  return 'kind' in read.data ? { channel: read.data } : { server: read.data };
}

function yamlOf(text: string): unknown {
  try {
    return parse(text);
  } catch {
    throw new CommandError(exitCodes.usage, 'The file is neither YAML nor JSON.');
  }
}

async function settle(context: Context, asked: NoticesAsked, wanted: Wanted | undefined): Promise<string> {
  if (wanted !== undefined && 'channel' in wanted) return add(context, wanted.channel);
  if (wanted !== undefined) {
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
  if (asked.act === 'remove') await removeChannel(context, found.channelId);
  else if ((await changeChannel(context, found.channelId, changes[asked.act])) === 'notDaily')
    throw new CommandError(exitCodes.usage, whyNot('notDaily'));
  return {
    remove: `No more notices go to ${found.name}.`,
    pause: `${found.name} is paused.`,
    resume: `${found.name} is told again.`,
    daily: `${found.name} is told once a day.`,
    instant: `${found.name} is told as it happens.`,
  }[asked.act];
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
  return `The address ${channelAddressWords[because]}.`;
}
