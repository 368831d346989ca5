import type { Command } from 'commander';
import type { z } from 'zod';
import { addNoticeMute, listNoticeMutes, type NoticeMute, removeNoticeMute } from '../contract/notice-mutes.ts';
import { MuteLength, NoticeEvent } from '../model/notice.ts';
import { CommandError } from './command-error.ts';
import type { Noun } from './noun.ts';
import { exitCodes } from './output.ts';
import { type ListFlags, printRecord, printRows, withOutput } from './print.ts';

type MuteData = z.infer<typeof NoticeMute>;
type MuteFlags = ListFlags & { readonly event?: string; readonly for: string };

const lengthNames: Readonly<Record<string, MuteLength>> = { day: 'day', week: 'week', ever: 'untilUnmuted' };

/** notices mute, unmute, muted. */
export function muteCommands(notices: Command, noun: Noun): void {
  withOutput(notices.command('muted').description('What is muted: told nowhere but in the list of notices')).action(
    async (flags: ListFlags) => {
      const { data } = await noun.client().call(listNoticeMutes, {});
      printRows(noun, flags, data, [
        { title: 'WHAT', value: what },
        { title: 'EVENT', value: (row) => row.event ?? 'all' },
        { title: 'CHANNEL', value: (row) => row.channel?.name ?? 'all' },
        { title: 'UNTIL', value: (row) => row.until ?? 'unmuted' },
        { title: 'BY', value: (row) => row.mutedBy },
        { title: 'ID', value: (row) => row.id },
      ]);
    },
  );
  withOutput(notices.command('mute <object>').description('Mute a customer (cus_...) or connection (con_...), urgent notices included'))
    .option('--event <name>', 'only this event, like connection.needs_attention')
    .option('--for <length>', 'day, week, or ever: until it is unmuted', 'day')
    .action(async (object: string, flags: MuteFlags) => {
      const muted = await noun.client().call(addNoticeMute, { body: { object, ...asked(flags) } });
      printRecord(noun, flags, muted, [
        ['muted', what(muted)],
        ['event', muted.event ?? 'all'],
        ['until', muted.until ?? 'unmuted'],
        ['next', `concord notices unmute ${object}`],
      ]);
    });
  withOutput(notices.command('unmute <what>').description('Tell of it again: a customer, a connection, or the id of one mute')).action(
    async (wanted: string, flags: ListFlags) => {
      const { data } = await noun.client().call(listNoticeMutes, {});
      const those = data.filter(({ id, object, channel }) => id === wanted || (object?.id === wanted && channel === null));
      if (those.length === 0)
        throw new CommandError(exitCodes.notFound, 'It is not muted.', undefined, 'concord notices muted lists what is');
      for (const { id } of those) await noun.client().call(removeNoticeMute, { params: { id } });
      printRecord(noun, flags, { unmuted: those.length }, [['unmuted', String(those.length)]]);
    },
  );
}

function asked(flags: MuteFlags): { readonly event?: NoticeEvent; readonly lasts: MuteLength } {
  const lasts = lengthNames[flags.for];
  if (lasts === undefined) throw new CommandError(exitCodes.usage, `--for is ${Object.keys(lengthNames).join(', ')}.`);
  if (flags.event === undefined) return { lasts };
  const event = NoticeEvent.safeParse(flags.event);
  if (!event.success) throw new CommandError(exitCodes.usage, `--event is one of ${NoticeEvent.options.join(', ')}.`);
  return { lasts, event: event.data };
}

const what = ({ object }: MuteData): string => (object === null ? 'everything' : `${object.name ?? 'gone'} ${object.id}`);
