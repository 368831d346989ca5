import { expect, test } from 'vitest';
import { aContext } from '../../test/support/context.ts';
import { aDatabase } from '../../test/support/database.ts';
import { guid } from '../../test/support/records.ts';
import { readConfig } from '../config.ts';
import { addConnection } from '../features/connections/index.ts';
import { must } from '../lib/must.ts';
import { publicId } from '../model/ids.ts';
import { createClock } from '../platform/clock.ts';
import { silentLog } from '../platform/log.ts';
import type { Mail, Mailed } from '../platform/mail.ts';
import { consentLinkHere } from './consent-link.ts';
import type { Parts } from './system.ts';

const { db, owner } = await aDatabase();
// Waiting is done by the machine's clock.
const mails: Mail[] = [];
let taken: Mailed = { is: 'sent', detail: '250 OK' };
const outbox = {
  mayBeLocal: () => false,
  post: () => Promise.reject(new Error('Nothing is posted here')),
  sendMail: (_server: unknown, mail: Mail) => {
    mails.push(mail);
    return Promise.resolve(taken);
  },
};
const context = { ...aContext(db, { outbox }).context, clock: createClock() };
const settings = { kind: 'partnerCenter', cloud: 'global', partnerType: 'directBill', tenantId: guid(1), clientId: 'app' } as const;
const outcome = await addConnection(context, { name: 'North', settings, secrets: { clientSecret: 's' } });
if (outcome.status !== 'added') throw new Error(outcome.because);
const id = publicId('connection', outcome.connection.connectionId);

// Only these two parts are used.
const parts = {
  openProcess: () => Promise.resolve({ context, close: () => Promise.resolve() }),
  makeLog: () => silentLog,
} as unknown as Parts;
const config = readConfig({ env: {}, cwd: '/' });

async function run(more: { connection?: string; minutes?: number; mailTo?: string; wait?: boolean }) {
  let [out, err] = ['', ''];
  const io = { out: (text: string) => void (out += text), err: (text: string) => void (err += text), stdin: undefined };
  const request = {
    connection: id,
    purpose: 'reading' as const,
    minutes: undefined,
    user: undefined,
    mailTo: undefined,
    wait: false,
    ...more,
  };
  const code = await consentLinkHere(parts, config, io as never, request, 'https://concord.example.com');
  return { code, out, err };
}

test('on the host a link is printed, and nothing else on its line', async () => {
  const { code, out, err } = await run({ minutes: 30 });

  expect(code).toBe(0);
  expect(out).toMatch(/^https:\/\/concord\.example\.com\/consent\/[\w-]{43}\n$/);
  expect(err).toContain('It works once');
});

test('the link goes to a mailbox too; the trail says who got it, and never the link', async () => {
  const { out, err } = await run({ mailTo: 'admin@contoso.com' });

  const token = must(/consent\/([\w-]{43})/.exec(out)?.[1], 'token');
  expect(mails).toMatchObject([{ to: 'admin@contoso.com', subject: '[Sandbox] Sign in at Microsoft for North' }]);
  expect(mails[0]?.text).toContain(out.trim());
  expect(err).toContain('It was sent to admin@contoso.com.');
  const trail = JSON.stringify(await owner.db.selectFrom('audit_event').selectAll().execute());
  expect(trail).toContain('admin@contoso.com');
  expect(trail).not.toContain(token);

  taken = { is: 'failed', detail: 'The mail server answered 554.', forGood: true };
  expect(await run({ mailTo: 'admin@contoso.com' })).toMatchObject({ code: 0, err: expect.stringContaining('answered 554') as string });
  await expect(run({ mailTo: 'a@contoso.com, b@contoso.com' })).rejects.toMatchObject({
    message: expect.stringContaining('--mail-to') as string,
  });
});

test('waiting ends when the link can be used no more', async () => {
  await owner.db.updateTable('consent_link').set({ state: 'expired' }).execute();
  const waiting = run({ wait: true });
  await expect
    .poll(async () => (await owner.db.selectFrom('consent_link').select('link_id').where('state', '=', 'waiting').execute()).length)
    .toBe(1);
  await owner.db.updateTable('consent_link').set({ state: 'received' }).where('state', '=', 'waiting').execute();

  expect(await waiting).toMatchObject({ code: 0, err: expect.stringContaining('received') as string });
});

test('a connection that is none is named as such', async () => {
  await expect(run({ connection: 'con_nothing' })).rejects.toMatchObject({ message: expect.stringContaining('no id') as string });
  await expect(run({ minutes: 2 })).rejects.toMatchObject({ message: expect.stringContaining('--minutes') as string });
});
