import type { Selectable } from 'kysely';
import { MailSecurity } from '../../model/notice.ts';
import type { Tables } from '../../platform/db/tables.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Mail, Mailed, MailServer } from '../../platform/mail.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';

const place = { table: 'mail_server', row: 'mail', column: 'password' };

/** The mail server as people see it: whether a password is set, never which. */
export type MailServerView = Omit<MailServer, 'password'> & {
  readonly passwordSet: boolean;
  readonly changedBy: string;
  readonly changedAt: Temporal.Instant;
};

export const showMailServer = (context: Context): Promise<MailServerView | undefined> =>
  inScope(context.db, everything, async (tx) => {
    const row = await tx.selectFrom('mail_server').selectAll().executeTakeFirst();
    return row && toView(row);
  });

const toView = (row: Selectable<Tables['mail_server']>): MailServerView => ({
  host: row.host,
  port: row.port,
  security: MailSecurity.parse(row.security),
  userName: row.user_name ?? undefined,
  passwordSet: row.password !== null,
  sender: row.sender,
  changedBy: row.changed_by,
  changedAt: row.changed_at,
});

/** `password` undefined: it stays; without a user name there is none. */
export type MailServerChange = MailServer;

/** Puts the partner's mail server in place of the one before. */
export const setMailServer = (
  context: Context,
  { host, port, security, userName, password, sender }: MailServerChange,
): Promise<MailServerView> =>
  inScope(context.db, everything, async (tx) => {
    const before = await tx.selectFrom('mail_server').selectAll().forUpdate().executeTakeFirst();
    // A password is for the server that it was entered for: another host must not be shown it.
    const kept = before?.host === host && before.user_name === (userName ?? null) ? before.password : null;
    const sealed = password === undefined ? kept : context.secrets.seal(password, place);
    const row = {
      host,
      port,
      security,
      user_name: userName ?? null,
      password: userName === undefined ? null : sealed,
      sender,
      changed_by: context.actor.name,
      changed_at: context.clock.now(),
    };
    await tx
      .insertInto('mail_server')
      .values({ name: 'mail', ...row })
      .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
      .execute();
    const shown = { host, port, security, userName, sender };
    await record(tx, context, {
      action: 'mailServer.set',
      object: 'mail server',
      ...(before !== undefined && { before: { host: before.host, port: before.port, security: before.security, sender: before.sender } }),
      after: { ...shown, passwordChanged: password !== undefined },
    });
    return toView({ name: 'mail', ...row });
  });

/** Without a mail server nothing is mailed. False when there is none. */
export const removeMailServer = (context: Context): Promise<boolean> =>
  inScope(context.db, everything, async (tx) => {
    const gone = await tx.deleteFrom('mail_server').returning(['host', 'sender']).executeTakeFirst();
    if (gone === undefined) return false;
    await record(tx, context, { action: 'mailServer.removed', object: 'mail server', before: { ...gone } });
    return true;
  });

/** Stands in while none is set in the trial, where every mail goes to the sandbox's mailbox. */
const ofTheSandbox: MailServer = {
  host: 'sandbox.example',
  port: 25,
  security: 'none',
  userName: undefined,
  password: undefined,
  sender: 'Concord <concord@sandbox.example>',
};

async function openServer(context: Context): Promise<MailServer | undefined> {
  const row = await inScope(context.db, everything, (tx) => tx.selectFrom('mail_server').selectAll().executeTakeFirst());
  if (row === undefined) return context.installation.sandbox ? ofTheSandbox : undefined;
  return {
    host: row.host,
    port: row.port,
    security: MailSecurity.parse(row.security),
    userName: row.user_name ?? undefined,
    password: row.password === null ? undefined : context.secrets.open(row.password, place),
    sender: row.sender,
  };
}

/** Sends one mail by the partner's server; no transaction is open meanwhile. In the trial its subject says so (ux reference 1). */
export async function sendMail(context: Context, mail: Mail): Promise<Mailed> {
  const server = await openServer(context);
  if (server === undefined) return { is: 'failed', detail: 'No mail server is set.', forGood: false };
  const { sandbox } = context.installation;
  return context.outbox.sendMail(server, sandbox ? { ...mail, subject: `[Sandbox] ${mail.subject}` } : mail);
}
