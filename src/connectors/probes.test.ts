import { expect, test } from 'vitest';
import { VirtualClock } from '../lib/clock.ts';
import { Fault } from '../lib/errors.ts';
import { inParallel } from '../lib/in-parallel.ts';
import { RemoteError } from '../platform/http/fault.ts';
import { runProbes } from './probes.ts';

const clock = new VirtualClock('2026-11-21T10:00:00Z');
const passes = () => Promise.resolve({ detail: 'fine' });

test('checks run in order; what rests on a failed one is skipped and says why', async () => {
  const probes = await runProbes(
    [
      {
        name: 'sign-in',
        run: () => Promise.reject(new Fault('consent_missing', 'needs_operator', 'Nobody signed in', { hint: 'Sign in.' })),
      },
      { name: 'customers', needs: ['sign-in'], run: passes },
      { name: 'clock', run: passes },
    ],
    clock,
  );

  expect(probes).toMatchObject([
    { name: 'sign-in', outcome: 'failed', code: 'consent_missing', detail: 'Nobody signed in', hint: 'Sign in.' },
    { name: 'customers', outcome: 'skipped', detail: 'Not tried, because "sign-in" did not pass' },
    { name: 'clock', outcome: 'passed', detail: 'fine' },
  ]);
});

test('the remote\u2019s own code becomes ours where it means a state of the connection', async () => {
  const refused = new RemoteError('remote_signed_out', 'needs_operator', 'no', { remoteCode: '900421', correlationId: 'abc' });
  const [probe] = await runProbes([{ name: 'x', run: () => Promise.reject(refused) }], clock, { '900421': 'mfa_required' });

  expect(probe).toMatchObject({ code: 'mfa_required', detail: 'no (its code: 900421)', correlationId: 'abc' });
});

test('a mistake of ours is a failed probe, not a crash, and shows nothing of its inside', async () => {
  const [probe] = await runProbes([{ name: 'x', run: () => Promise.reject(new TypeError('secret of the house')) }], clock);

  expect(probe).toMatchObject({ outcome: 'failed', code: 'unexpected' });
  expect(JSON.stringify(probe)).not.toContain('secret');
});

test('work in parallel keeps its order and its limit', async () => {
  let running = 0;
  let most = 0;
  const results = await inParallel([5, 1, 3, 2, 4], 2, async (turns) => {
    running += 1;
    most = Math.max(most, running);
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
    running -= 1;
    return turns * 10;
  });

  expect(results).toEqual([50, 10, 30, 20, 40]);
  expect(most).toBe(2);
});
