import type { ReplacementWord } from '../../model/access-replacement.ts';

export type StandingWords = { readonly sentence: string; readonly hint: string | null };

type Facts = {
  /** Name of the account whose relationship it is. */
  readonly account: string;
  /** Name of the relationship that takes its place. */
  readonly by: string | undefined;
  /** What a remote said. */
  readonly because: string | undefined;
};

const orYourself = 'or ask for a replacement at Partner Center';
const say = (sentence: string, hint: string | null = null): StandingWords => ({ sentence, hint });

const words: Readonly<Record<ReplacementWord, (facts: Facts) => StandingWords>> = {
  there: ({ by }) => say(`${named(by)} goes on with the same roles for the same groups.`),
  groupsLack: ({ by }) =>
    say(
      `${named(by)} goes on longer, and not all groups hold the same roles there.`,
      'Give them its roles before this one ends. The customer need not approve again.',
    ),
  invited: () =>
    say('A replacement waits for the customer\u2019s approval.', 'Send the customer the link again if it is not approved soon.'),
  asking: () => say('A replacement is on its way.'),
  due: () => say('Concord asks for a replacement within minutes.'),
  later: () => say('Concord asks for a replacement before the end.'),
  off: () => say('Nobody asks for a replacement by itself.', 'Ask for one, or set the days for it in Settings, Reconciliation and sync.'),
  extendable: () => say('It does not extend itself, and could.', 'Switch its automatic extension on.'),
  notConnected: ({ account }) =>
    say(`${account} is not connected, so no replacement is asked for.`, `Connect the account again, ${orYourself}.`),
  notSold: ({ account }) =>
    say(`${account} does not sell to the customer any more, so no replacement is asked for.`, `Let it end, ${orYourself}.`),
  writeOff: ({ account }) =>
    say(`${account} may not write access, so no replacement is asked for.`, `Switch it on under Connections, ${orYourself}.`),
  leftOut: () =>
    say(
      'The customer is left out of writing access, so no replacement is asked for.',
      `The reason stands under Connections. Let it be written again there, ${orYourself}.`,
    ),
  unread: ({ because }) =>
    say(
      `The access could not be read just before asking: ${because ?? 'no reason'}`,
      `It is tried again every hour. Look at the connection, ${orYourself}.`,
    ),
  refused: ({ because }) =>
    say(`No replacement was asked for: ${because ?? 'no reason'}`, `It is tried again every hour. Put it right, ${orYourself}.`),
  failed: () => say('Asking for a replacement failed.', 'Look at the plan, then ask for one yourself.'),
  lapsed: () =>
    say(
      'The replacement that was asked for is there no more: the customer declined it, or it lapsed.',
      'Talk to the customer, then ask for one again.',
    ),
};

const named = (by: string | undefined): string => (by === undefined ? 'Another relationship' : `\u201c${by}\u201d`);

/** What people read of it, and what to do. */
export const standingWords = (word: ReplacementWord, facts: Facts): StandingWords => words[word](facts);
