import { beforeEach, expect, test } from 'vitest';
import { problemOf } from '../../test/support/ask.ts';
import { aPersonOf } from '../../test/support/make.ts';
import { aServer } from '../../test/support/serve.ts';
import { createLog } from '../platform/log.ts';

const written: string[] = [];
const log = createLog({ to: { write: (line) => void written.push(line) } });
const { call, context } = await aServer({ change: (made) => ({ ...made, log }) });
const owner = await aPersonOf(context, 'owner');
beforeEach(() => {
  written.length = 0;
});

test.each([
  ['made up', '/customers?cursor=rubbish'],
  [
    'of another list',
    `/audit-events?cursor=${Buffer.from('{"s":"name","d":false,"f":"x","k":"a","i":"b","back":false}').toString('base64url')}`,
  ],
  ['no text of a cursor', '/subscriptions?cursor=%7B%7D'],
])('a cursor that is %s is refused, and no error of ours is written down', async (_what, path) => {
  expect(problemOf(await call('GET', path, { as: owner }))).toMatchObject({
    status: 422,
    code: 'invalid_cursor',
    remediation: { text: 'Ask for the first page again, without a cursor.' },
  });

  expect(written.map((line) => JSON.parse(line) as object)).toEqual([
    expect.objectContaining({ level: 'info', msg: 'request refused', code: 'invalid_cursor' }),
  ]);
  expect(written.join('')).not.toContain('stack');
});
