import { expect, test } from 'vitest';
import { problemOf } from '../../test/support/ask.ts';
import { aPersonOf } from '../../test/support/make.ts';
import { guid } from '../../test/support/records.ts';
import { aServer } from '../../test/support/serve.ts';
import { publicId } from '../model/ids.ts';

const { call, context } = await aServer();
const owner = await aPersonOf(context, 'owner');

test('schedules of a connection that is not there are refused, and nothing of them is kept', async () => {
  const connectionId = publicId('connection', guid(99));
  const body = { connectionId, cadences: { everything: { every: 'never' } }, version: 0 };

  for (const answer of [
    await call('PATCH', '/sync-schedules', { as: owner, body }),
    await call('GET', `/sync-schedules?connectionId=${connectionId}`, { as: owner }),
  ])
    expect(problemOf(answer)).toMatchObject({ status: 404, code: 'not_found', detail: 'There is no such connection.' });
  expect((await call('GET', '/sync-schedules', { as: owner })).body).toMatchObject({ version: 0 });
});
