import type { z } from 'zod';
import type { Feeds } from '#contract/feeds.ts';
import type { Feed, WebhookActState } from '#model/feed.ts';

export const feedWords: Readonly<Record<Feed, string>> = { webhook: 'Microsoft', relay: 'another tool', audit: 'activity log' };

export const actStateWords: Readonly<Record<WebhookActState, string>> = {
  submitting: 'Being written',
  confirmed: 'Confirmed',
  rejected: 'Refused by Microsoft',
  unknown: 'Not known yet; looked at again within a minute',
  notPlaced: 'Not written',
};

/** Whose the one registration of the account is, and what that means. */
export function holderSentence({ holder, registeredHost, isAnotherConcord }: z.infer<typeof Feeds>): string {
  switch (holder) {
    case 'ours':
      return 'Microsoft tells Concord of changes. They are seen within seconds.';
    case 'none':
      return 'Nobody is registered. Changes are found by the activity log, within two minutes.';
    case 'foreign':
      return isAnotherConcord
        ? `Another installation of Concord has the registration (${registeredHost ?? 'unknown'}). Changes are found by the activity log, within two minutes.`
        : `Another tool has the registration (${registeredHost ?? 'unknown'}). Changes are found by the activity log, within two minutes, or at once if that tool hands its notifications on.`;
    case 'unknown':
      return 'Not looked at yet. It is within a minute.';
  }
}

/** `0.8 s`, `12 s`, `5 min`. */
export function secondsText(seconds: number): string {
  if (seconds >= 2 * 86_400) return `${Math.round(seconds / 86_400)} days`;
  if (seconds >= 2 * 3_600) return `${Math.round(seconds / 3_600)} h`;
  if (seconds >= 120) return `${Math.round(seconds / 60)} min`;
  return seconds >= 10 ? `${Math.round(seconds)} s` : `${Math.round(seconds * 10) / 10} s`;
}
