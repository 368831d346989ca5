import { publicId } from '../../model/ids.ts';
import { inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { everywhere } from './everywhere.ts';
import { makeLink } from './open-link.ts';
import { isSeen, mayManage } from './people.ts';
import { endLinks, findPerson, signInWayOf } from './store.ts';

type NewLink =
  | { readonly status: 'made'; readonly linkToken: string }
  | { readonly status: 'refused'; readonly because: 'not_found' | 'forbidden' | 'closed' };

/**
 * A new one-time link for somebody who lost his, or never opened it; his older links end. It opens the person's account, so nobody makes one
 * for a role that may do more than his own (RB2).
 */
export async function newLink(context: Context, personId: string): Promise<NewLink> {
  const refused = await inScope(context.db, everywhere, async (tx): Promise<NewLink | undefined> => {
    const person = await findPerson(tx, personId);
    if (person === undefined || !isSeen(context, person.reseller_id)) return { status: 'refused', because: 'not_found' };
    if (!mayManage(context, person.role)) return { status: 'refused', because: 'forbidden' };
    if (person.state !== 'active' || (await signInWayOf(tx, person.reseller_id)) === 'closed')
      return { status: 'refused', because: 'closed' };
    await endLinks(tx, personId, context.clock.now());
    await record(tx, context, { action: 'person.invited', object: publicId('person', personId) });
    return undefined;
  });
  return refused ?? { status: 'made', linkToken: await makeLink(context, personId) };
}
