import type { ConsentPurpose } from '../../../model/consent.ts';
import { type ConnectionId, publicId } from '../../../model/ids.ts';
import { everything, inScope } from '../../../platform/db/transaction.ts';
import { record } from '../../audit/index.ts';
import type { Context } from '../../context.ts';
import { sendMail } from '../../notices/index.ts';

export type MailLink = {
  readonly linkId: string;
  /** A mailbox that was checked. */
  readonly to: string;
  /** The whole link: a secret, so it is sent at once and kept nowhere. */
  readonly url: string;
  readonly purpose: ConsentPurpose;
  readonly endsAt: Temporal.Instant;
  readonly expectedUser: string | undefined;
};

/** Whether the mail server took it, and what it said. A link that could not be mailed works all the same. */
export type MailedLink = { readonly to: string; readonly taken: boolean; readonly detail: string };

/** Mails a consent link that was just made to whoever is to sign in (capabilities S38). Who got one is in the trail, the link is not. */
export async function mailConsentLink(context: Context, connectionId: ConnectionId, link: MailLink): Promise<MailedLink> {
  const connection = await inScope(context.db, everything, (tx) =>
    tx.selectFrom('connection').select('name').where('connection_id', '=', connectionId).executeTakeFirstOrThrow(),
  );
  const mailed = await sendMail(context, {
    to: link.to,
    id: link.linkId,
    subject: `Sign in at Microsoft for ${connection.name}`.replaceAll(/\s+/g, ' '),
    text: textOf(context.actor.name, connection.name, link),
  });
  const outcome = { to: link.to, taken: mailed.is === 'sent', detail: mailed.detail };
  await inScope(context.db, everything, (tx) =>
    record(tx, context, {
      action: 'consentLink.mailed',
      object: publicId('connection', connectionId),
      after: { linkId: link.linkId, to: link.to, taken: outcome.taken },
    }),
  );
  return outcome;
}

const whatFor: Readonly<Record<ConsentPurpose, string>> = {
  reading: 'reads what was bought and billed at Microsoft',
  writing: 'may also write at Microsoft what was previewed and approved',
};

const textOf = (from: string, name: string, { url, purpose, endsAt, expectedUser }: MailLink): string =>
  [
    `${from} asks you to sign in at Microsoft for the connection ${name}, so that Concord ${whatFor[purpose]}.`,
    '',
    url,
    '',
    `The link works once, in one browser, until ${endsAt.toString({ smallestUnit: 'minute' })}.`,
    expectedUser === undefined ? 'Sign in with the integration account.' : `Sign in as ${expectedUser}.`,
    'You see what is asked for before you agree. If you did not expect this, do not open the link and tell whoever sent it.',
    '',
  ].join('\r\n');
