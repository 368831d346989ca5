import type { Mail } from '../../platform/mail.ts';

/** What is told, to whom. `noticeId` undefined: a test. */
export type Told = {
  readonly deliveryId: string;
  readonly noticeId: string | undefined;
  readonly event: string;
  readonly title: string;
  readonly detail: string;
  /** Path in the browser app. */
  readonly link: string;
  readonly at: Temporal.Instant;
};

export const testOf = (deliveryId: string, at: Temporal.Instant): Told => ({
  deliveryId,
  noticeId: undefined,
  event: 'test',
  title: 'A test of Concord',
  detail: 'Somebody pressed "Send a test". Nothing happened and nothing has to be done.',
  link: '/settings/notifications',
  at,
});

/** The body of a webhook (ux reference 12): type, time and data; a link to the exact place. */
export const bodyOf = ({ noticeId, event, title, detail, link, at }: Told, baseUrl: string): string =>
  JSON.stringify({ type: event, timestamp: at.toString(), data: { id: noticeId ?? null, title, detail, url: `${baseUrl}${link}` } });

/** The same as a mail: plain text and a plain page of it, one link, and why it came. */
export function mailOf({ deliveryId, title, detail, link }: Told, to: string, baseUrl: string): Mail {
  const [place, settings] = [`${baseUrl}${link}`, `${baseUrl}/settings/notifications`];
  const why = `Concord sends notices to ${to} because somebody entered that address. Change that: ${settings}`;
  return {
    to,
    id: deliveryId,
    subject: oneLine(title),
    text: [title, '', detail, '', place, '', '--', why, ''].join('\r\n'),
    html: `<!doctype html><html><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"></head>
<body style="font-family:'Segoe UI',Arial,sans-serif;max-width:600px;margin:0 auto;padding:16px">
<h1 style="font-size:20px">${escaped(title)}</h1>
<p>${escaped(detail)}</p>
<p><a href="${escaped(place)}">Open in Concord</a></p>
<p style="font-size:12px">Concord sends notices to ${escaped(to)} because somebody entered that address.
<a href="${escaped(settings)}">Change that</a></p>
</body></html>`,
  };
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim().slice(0, 200);

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
/** Names in it come from remotes (SEC-25). */
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);
