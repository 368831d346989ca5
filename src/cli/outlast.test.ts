import { expect, test } from 'vitest';
import { Fault } from '../lib/errors.ts';
import { explainLost, outlast } from './outlast.ts';

const down = () => new Fault('database_down', 'retryable', 'The database does not answer', { hint: 'Work goes on by itself.' });
const aStart = () => {
  let [said, slept] = ['', 0];
  const patience = {
    clock: {
      sleep: () => {
        slept += 1;
        return Promise.resolve();
      },
    },
    io: { err: (text: string) => void (said += text) },
    signal: new AbortController().signal,
  };
  return { patience, said: () => said, slept: () => slept };
};

test('a database that stops while Concord starts is waited for, and both are said once', async () => {
  const { patience, said, slept } = aStart();
  let tries = 0;

  const done = await outlast(patience, () => ((tries += 1) < 4 ? Promise.reject(down()) : Promise.resolve('the link')));

  expect([done, slept()]).toEqual(['the link', 3]);
  expect(said()).toBe('The database does not answer. Waiting until it is back ...\nThe database is back.\n');
});

test('one that stays away ends the start with what to do, not with "it goes on by itself"', async () => {
  const { patience, slept } = aStart();

  const error = await outlast(patience, () => Promise.reject(down())).catch(explainLost);

  expect(slept()).toBe(120);
  expect(error).toMatchObject({
    code: 'database_down',
    message: 'The database does not answer, so Concord could not finish starting and has stopped',
    facts: { hint: expect.stringMatching(/then start again\. Nothing saved is lost\.$/) as string },
  });
});

test('any other fault is not waited for', async () => {
  const { patience, said } = aStart();
  const wrong = new Fault('workspace_profile_mismatch', 'needs_operator', 'Another profile');

  await expect(outlast(patience, () => Promise.reject(wrong))).rejects.toBe(wrong);
  expect([said(), explainLost(wrong)]).toEqual(['', wrong]);
});
