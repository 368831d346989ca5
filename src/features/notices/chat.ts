import { cut, headOf, inboxPath, type Message, type Told } from './compose.ts';

/** A chat is no list: what is more than this is counted and stands behind the link. Our choice. */
const mostInAMessage = 20;
const longestTitle = 150;
const longestDetail = 500;
/** Teams refuses messages of about 28 KB (learn.microsoft.com/connectors/teams, known issues and limitations); some room is our choice. */
const mostBytesOfTeams = 24_000;

/**
 * A message for a Workflows webhook of Teams: an Adaptive Card of schema 1.4 with text, facts and *Open*, and nothing that changes data (ux
 * reference 15.2). Names in it come from remotes (SEC-25): text runs show them as they are, where a text block would read links in them. Pure.
 */
export function teamsBodyOf(message: Message, baseUrl: string): string {
  const most = Math.min(message.told.length, mostInAMessage);
  for (let shown = most; shown > 1; shown -= 1) {
    const body = cardOf(message, shown, baseUrl);
    if (Buffer.byteLength(body) <= mostBytesOfTeams) return body;
  }
  return cardOf(message, 1, baseUrl);
}

function cardOf(message: Message, most: number, baseUrl: string): string {
  const { told } = message;
  const shown = told.slice(0, most);
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: [
      ...(told.length > 1 ? [{ type: 'TextBlock', size: 'large', weight: 'bolder', text: headOf(message) }] : []),
      ...shown.flatMap((each) => cardPieces(each, baseUrl, told.length > 1)),
      ...(told.length > shown.length ? [{ type: 'TextBlock', text: `And ${told.length - shown.length} more.` }] : []),
    ],
    actions: [{ type: 'Action.OpenUrl', title: 'Open', url: `${baseUrl}${told.length === 1 ? told[0].link : inboxPath}` }],
  };
  return JSON.stringify({
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }],
  });
}

const cardPieces = ({ title, detail, link, event, at }: Told, baseUrl: string, isOneOfMany: boolean): readonly object[] => [
  {
    type: 'RichTextBlock',
    separator: isOneOfMany,
    inlines: [
      {
        type: 'TextRun',
        weight: 'bolder',
        text: cut(title, longestTitle),
        ...(isOneOfMany && { selectAction: { type: 'Action.OpenUrl', url: `${baseUrl}${link}` } }),
      },
    ],
  },
  { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: cut(detail, longestDetail) }] },
  {
    type: 'FactSet',
    facts: [
      { title: 'Event', value: event },
      { title: 'At', value: at.toString({ smallestUnit: 'second' }) },
    ],
  },
];

/**
 * A message for an incoming webhook of Slack, as Block Kit (ux reference 15.2). Names come from remotes: they are plain text, which Slack does
 * not read mentions or links in; the one text that it does read has its signs escaped. Pure.
 */
export function slackBodyOf(message: Message, baseUrl: string): string {
  const { told } = message;
  const shown = told.slice(0, mostInAMessage);
  const rest = told.length - shown.length;
  return JSON.stringify({
    // What a notification on the telephone shows.
    text: escaped(cut(headOf(message), longestTitle)),
    blocks: [
      // A header of Slack has at most 150 characters (docs.slack.dev, header block).
      { type: 'header', text: plain(cut(headOf(message), longestTitle)) },
      ...shown.flatMap(({ title, detail, link }) => [
        {
          type: 'section',
          text: plain(told.length === 1 ? cut(detail, longestDetail) : `${cut(title, longestTitle)}\n${cut(detail, longestDetail)}`),
        },
        { type: 'context', elements: [{ type: 'mrkdwn', text: linkTo(`${baseUrl}${link}`) }] },
      ]),
      ...(rest > 0
        ? [{ type: 'context', elements: [{ type: 'mrkdwn', text: `And ${rest} more. ${linkTo(`${baseUrl}${inboxPath}`)}` }] }]
        : []),
    ],
  });
}

// Slack refuses an empty text.
const plain = (text: string) => ({ type: 'plain_text', text: text === '' ? '–' : text, emoji: false });
const linkTo = (address: string): string => `<${escaped(address).replaceAll('|', '%7C')}|Open in Concord>`;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const escaped = (text: string): string => text.replaceAll(/[&<>]/g, (sign) => entities[sign] ?? sign);
