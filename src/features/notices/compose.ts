import type { Mail } from '../../platform/mail.ts';

/** What is told. `noticeId` undefined: a test. */
export type Told = {
  readonly noticeId: string | undefined;
  readonly event: string;
  readonly title: string;
  readonly detail: string;
  /** Path in the browser app. */
  readonly link: string;
  readonly at: Temporal.Instant;
};

/** What is sent at once: one notice, or several as a digest. `id` is the same for each try. */
export type Message = { readonly id: string; readonly told: readonly [Told, ...Told[]] };

export const testOf = (id: string, at: Temporal.Instant): Message => ({
  id,
  told: [
    {
      noticeId: undefined,
      event: 'test',
      title: 'A test of Concord',
      detail: 'Somebody pressed "Send a test". Nothing happened and nothing has to be done.',
      link: '/settings/notifications',
      at,
    },
  ],
});

/** What several are told under. */
export const headOf = ({ told }: Message): string => (told.length === 1 ? oneLine(told[0].title) : `${told.length} notices of Concord`);

/** Where all of them stand. */
export const inboxPath = '/activity?tab=notices';

/** The body of a webhook (ux reference 12): type, time and data; a link to the exact place. Programs get each notice by itself. */
export const bodyOf = ({ told: [{ noticeId, event, title, detail, link, at }] }: Message, baseUrl: string): string =>
  JSON.stringify({ type: event, timestamp: at.toString(), data: { id: noticeId ?? null, title, detail, url: `${baseUrl}${link}` } });

/** Whom a mail goes to, why, and where its reader ends that: with a notice, what is like it. */
export type Mailbox = {
  readonly address: string;
  readonly addedBy: string;
  readonly addedAt: Temporal.Instant;
  readonly linkFor: (noticeId: string | undefined) => string;
};

/** The same as a mail: plain text and a plain page of it, a link to each exact place, why it came, and how to get no more or fewer of them. */
export function mailOf(message: Message, { address: to, addedBy, addedAt, linkFor }: Mailbox, baseUrl: string): Mail {
  const unsubscribe = linkFor(undefined);
  const day = addedAt.toString().slice(0, 10);
  const why = `You get this because ${addedBy} entered ${to} in Concord on ${day}, to be told of such things.`;
  const { told } = message;
  const texts = told.flatMap(({ title, detail, link, noticeId }) => [
    ...[title, '', detail.replaceAll('\n', '\r\n'), '', `${baseUrl}${link}`, ''],
    ...(noticeId === undefined ? [] : [`No more like this: ${linkFor(noticeId)}`, '']),
  ]);
  return {
    to,
    id: message.id,
    subject: headOf(message),
    unsubscribe,
    text: [...texts, '--', why, `Unsubscribe: ${unsubscribe}`, ''].join('\r\n'),
    html: `<!doctype html><html><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"></head>
<body style="font-family:'Segoe UI',Arial,sans-serif;max-width:600px;margin:0 auto;padding:16px">
${told.map((each) => pieceOf(each, baseUrl, linkFor)).join('\n')}
<p style="font-size:12px">${escaped(why)} <a href="${escaped(unsubscribe)}">Unsubscribe</a></p>
</body></html>`,
  };
}

const pieceOf = ({ title, detail, link, noticeId }: Told, baseUrl: string, linkFor: Mailbox['linkFor']): string =>
  `<h1 style="font-size:20px">${escaped(title)}</h1>
<p>${escaped(detail).replaceAll('\n', '<br>')}</p>
<p><a href="${escaped(`${baseUrl}${link}`)}">Open in Concord</a></p>${
    noticeId === undefined ? '' : `\n<p style="font-size:12px"><a href="${escaped(linkFor(noticeId))}">No more like this</a></p>`
  }`;

const oneLine = (text: string): string => cut(text.replaceAll(/\s+/g, ' ').trim(), 200);

/** What is cut off ends with a sign of it, and no sign of two halves (an emoji) is cut in the middle. */
export const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
/** Names in it come from remotes (SEC-25). */
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);
