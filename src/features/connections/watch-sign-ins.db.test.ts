import { expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { aMarketplace } from '../../../test/support/fake-remotes.ts';
import { guid } from '../../../test/support/records.ts';
import { idOf } from '../../model/ids.ts';
import { listNotices } from '../notices/index.ts';
import { addConnection, changeConnection, findConnection, verifyDue, watchSignIns } from './index.ts';

const { db } = await aDatabase();
let isMicrosoftThere = true;
let token = 0;
const { context, clock } = aContext(db, {
  openRemote: ({ keepSecrets }) => ({
    ...aMarketplace(),
    // As Entra does: each use of a refresh token gives another, which lives 90 days anew.
    verify: async () => {
      if (!isMicrosoftThere) return [{ name: 'sign-in', outcome: 'failed', ms: 1, code: 'remote_down', detail: 'No answer' }];
      token += 1;
      await keepSecrets({ refreshToken: `token-${token}` });
      return [{ name: 'sign-in', outcome: 'passed', ms: 1, detail: 'Yes' }];
    },
  }),
});

const settings = { kind: 'partnerCenter', cloud: 'global', partnerType: 'directBill', tenantId: guid(1), clientId: 'app' } as const;
const added = await addConnection(context, { name: 'North', settings, secrets: { clientSecret: 's', refreshToken: 'token-0' } });
if (added.status !== 'added') throw new Error(added.because);
const { connectionId } = added.connection;

/** What workers do by themselves, once a day; on which day something was told. */
async function days(count: number): Promise<readonly string[]> {
  const told: string[] = [];
  for (let day = 1; day <= count; day += 1) {
    await clock.advance(86_400_000);
    await verifyDue(context);
    if ((await watchSignIns(context)) > 0) told.push(`day ${day}`);
  }
  return told;
}
const alarm = async () => (await findConnection(context, connectionId))?.signInAlarm;
const notices = async () =>
  (await listNotices(context, { filter: {}, limit: 100, cursor: undefined, descending: true, count: false })).rows;
const titles = async () => (await notices()).map(({ title }) => title).filter((title) => title.includes('sign-in'));

test('a sign-in that is used every day is renewed by that and never comes to its end', async () => {
  expect(await days(100)).toEqual([]);

  expect(await alarm()).toBeUndefined();
  expect((await findConnection(context, connectionId))?.consentEndsAt).toEqual(clock.now().add({ hours: 90 * 24 }));
});

test('when Microsoft takes it no more, somebody is told 14, 7 and 1 days before its end and at the end, once each', async () => {
  isMicrosoftThere = false;

  expect(await days(92)).toEqual(['day 76', 'day 83', 'day 89', 'day 90']);

  expect(await alarm()).toBe('ended');
  expect(await titles()).toEqual([
    'The sign-in of North has ended',
    'The sign-in of North ends within a day',
    'The sign-in of North ends within 7 days',
    'The sign-in of North ends within 14 days',
  ]);
});

test('a paused connection is not signed in for; its end is told with that reason', async () => {
  isMicrosoftThere = true;
  await days(1);
  expect(await alarm()).toBeUndefined();
  await changeConnection(context, idOf('connection', connectionId), { paused: true });

  expect(await days(77)).toEqual(['day 76']);

  expect((await notices())[0]?.detail).toContain('paused');
});
