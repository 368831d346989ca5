import type { z } from 'zod';
import type { NoticeChannel, NoticeDelivery } from '#contract/notice-channels.ts';
import type { MuteLength, NoticeEvent } from '#model/notice.ts';
import type { StateWord } from '../../ui/state-badge.tsx';

export const eventWords: Readonly<Record<z.infer<typeof NoticeEvent>, string>> = {
  'connection.needs_attention': 'A connection needs attention',
  'connection.recovered': 'A connection works again',
  'connection.schema_changed': 'New fields in answers',
  'customer.access_expiring': 'A customer’s access ends',
  'request.asked': 'A change is asked for',
  'channel.switched_off': 'Notices no longer arrive',
};

/** Of a later server there may be others. */
export const eventOf = (event: string): z.infer<typeof NoticeEvent> | undefined =>
  (Object.keys(eventWords) as readonly z.infer<typeof NoticeEvent>[]).find((each) => each === event); // the keys of a record of them

/** Events of a later server are shown by their name. */
export const eventWordOf = (event: string): string => (eventWords as Readonly<Record<string, string | undefined>>)[event] ?? event;

export const channelWords: Readonly<Record<z.infer<typeof NoticeChannel>['state'], StateWord>> = {
  on: { word: 'On', intent: 'success' },
  paused: { word: 'Paused', intent: 'neutral' },
  off: { word: 'Off', intent: 'danger' },
  unsubscribed: { word: 'Unsubscribed', intent: 'warning' },
};

export const deliveryWords: Readonly<Record<z.infer<typeof NoticeDelivery>['state'], StateWord>> = {
  waiting: { word: 'Waiting', intent: 'warning' },
  delivered: { word: 'Delivered', intent: 'success' },
  dead: { word: 'Given up', intent: 'danger' },
  muted: { word: 'Muted', intent: 'neutral' },
};

type Kind = z.infer<typeof NoticeChannel>['kind'];
export const kindWords: Readonly<Record<Kind, string>> = { email: 'E-mail', teams: 'Teams', slack: 'Slack', webhook: 'Webhook' };

export const cadenceWords: Readonly<Record<z.infer<typeof NoticeChannel>['cadence'], string>> = {
  instant: 'As it happens',
  daily: 'Once a day',
};

export const securityWords = { tls: 'TLS from the start (465)', startTls: 'STARTTLS (587)', none: 'None (25)' } as const;

type Length = z.infer<typeof MuteLength>;
export const lengthWords: Readonly<Record<Length, string>> = { day: 'For a day', week: 'For a week', untilUnmuted: 'Until unmuted' };
export const lengths = Object.keys(lengthWords) as readonly Length[]; // the keys of a record of them
