import type { SetupPage } from '../../model/setup.ts';
import type { Context } from '../context.ts';
import { type Missing, missingBefore } from './conditions.ts';
import { readFacts } from './facts.ts';
import { isLive } from './first-readings.ts';

/** What stands before an act of this screen; nothing once the set-up was finished. */
export const gateOf = async (context: Context, page: SetupPage): Promise<readonly Missing[]> =>
  (await isLive(context)) ? [] : missingBefore(await readFacts(context), page);
