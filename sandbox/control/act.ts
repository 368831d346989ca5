import { z } from 'zod';
import type { Act } from '../acts/act.ts';
import { bookActs } from '../acts/books.ts';
import { buy } from '../acts/buy.ts';
import { portalActs } from '../acts/portal.ts';
import { psa2Acts } from '../acts/psa2.ts';
import { type ControlHandler, ok, refuse, withBody } from './call.ts';

const acts: Readonly<Record<string, Act>> = { ...portalActs, ...bookActs, ...psa2Acts, 'portal.buy': buy };

export const actNames = Object.keys(acts).sort();

export const listActs: ControlHandler = () => ok({ actions: actNames });

/** POST /_control/act {action, ...}: a person does something in a remote's own pages. */
export const act = withBody(z.looseObject({ action: z.string() }), ({ action, ...input }, { stage }) => {
  const wanted = acts[action];
  if (wanted === undefined) return refuse(400, 'unknown_action', `There is no action ${action}.`, { actions: actNames });
  const result = wanted(stage.world, input);
  return 'refused' in result ? refuse(409, 'refused', result.refused) : ok(result.done);
});
