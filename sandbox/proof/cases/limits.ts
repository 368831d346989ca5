import type { TestSandbox } from '../../testing.ts';
import { pc, shown, someone } from '../asks.ts';
import type { Case, Shown } from '../case.ts';

/** More calls in a minute than Partner Center allows; the control API makes the limit small. */
async function tooMany(box: TestSandbox): Promise<Shown> {
  await box.send('POST', 'throttling', { enabled: true, factor: 0.002 });
  const path = `/customers/${someone(box).customerId}/subscriptions`;
  let answer = await pc(box, path);
  for (let call = 0; call < 3 && answer.status === 200; call += 1) answer = await pc(box, path);
  return shown(answer, 429);
}

export const limitCases: readonly Case[] = [{ sample: 'partner-center/errors.api-throttling-guidance.response.json', show: tooMany }];
