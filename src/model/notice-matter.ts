import type { NoticeEvent } from './notice.ts';

type Matter = { readonly event: NoticeEvent; readonly urgent: boolean; readonly words: string };

/**
 * What people are told of, more exactly than the event says. Urgent goes through quiet hours: what is worse by the morning, because readings stop
 * or alarms no longer arrive. Everything else is announced days ahead, or waits for a person anyway.
 */
export const noticeMatters = {
  checkFails: { event: 'connection.needs_attention', urgent: true, words: 'A check of a connection fails' },
  checkPasses: { event: 'connection.recovered', urgent: false, words: 'A check of a connection passes again' },
  signInAtItsEnd: { event: 'connection.needs_attention', urgent: true, words: 'A sign-in ends within a day, or has ended' },
  signInEnds: { event: 'connection.needs_attention', urgent: false, words: 'A sign-in ends within 14 or 7 days' },
  fieldsCame: { event: 'connection.schema_changed', urgent: false, words: 'Answers hold new fields' },
  accessReplaced: { event: 'customer.access_expiring', urgent: false, words: 'An access that ends gets a replacement, or none' },
  accessEnds: { event: 'customer.access_expiring', urgent: false, words: 'An access ends within 30, 14 or 7 days' },
  accessEndsTomorrow: { event: 'customer.access_expiring', urgent: true, words: 'An access ends by tomorrow' },
  requestAsked: { event: 'request.asked', urgent: false, words: 'A change is asked for' },
  channelLeft: { event: 'channel.switched_off', urgent: false, words: 'A mailbox unsubscribed' },
  channelOff: { event: 'channel.switched_off', urgent: true, words: 'Notices no longer reach a channel' },
} as const satisfies Readonly<Record<string, Matter>>;

export type NoticeMatter = keyof typeof noticeMatters;
