import { z } from 'zod';
import type { Act, Acted } from '../acts/act.ts';
import { bookActs } from '../acts/books.ts';
import { buy } from '../acts/buy.ts';
import { customerActs } from '../acts/customers.ts';
import { distributor2Acts } from '../acts/distributors2.ts';
import { ledgerActs } from '../acts/ledger.ts';
import { partnerActs } from '../acts/partners.ts';
import { portalActs } from '../acts/portal.ts';
import { psa2Acts } from '../acts/psa2.ts';
import { tenantActs } from '../acts/tenants.ts';
import { gdapActs } from '../graph/acts.ts';
import { healthActs } from '../graph/health/acts.ts';
import type { World } from '../world/world.ts';
import { type ControlHandler, ok, refuse, withBody } from './call.ts';

const acts: Readonly<Record<string, Act>> = {
  ...portalActs,
  ...ledgerActs,
  ...customerActs,
  ...partnerActs,
  ...tenantActs,
  ...gdapActs,
  ...healthActs,
  ...bookActs,
  ...psa2Acts,
  ...distributor2Acts,
  'portal.buy': buy,
};

export const actNames = Object.keys(acts).sort();

export const listActs: ControlHandler = () => ok({ actions: actNames });

/** A person does something in a remote's own pages; undefined when there is no such action. */
export const doAct = (world: World, action: string, input: Readonly<Record<string, unknown>>): Acted | undefined =>
  acts[action]?.(world, input);

/** POST /_control/act {action, ...}: a person does something in a remote's own pages. */
export const act = withBody(z.looseObject({ action: z.string() }), ({ action, ...input }, { stage }) => {
  const result = doAct(stage.world, action, input);
  if (result === undefined) return refuse(400, 'unknown_action', `There is no action ${action}.`, { actions: actNames });
  return 'refused' in result ? refuse(409, 'refused', result.refused) : ok(result.done);
});
