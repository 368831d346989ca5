import { publicId } from '../../model/ids.ts';
import type { OrganisationState, SignInWay } from '../../model/organisation.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { type Organisation, readOrganisation, readOrganisations } from './store.ts';

type OrganisationWish = { readonly name: string; readonly mpn: string; readonly email: string; readonly signIn: SignInWay };

export type KeptOrganisation =
  | { readonly status: 'kept'; readonly organisation: Organisation }
  | { readonly status: 'refused'; readonly because: 'not_found' }
  /** Another one has the name or the partner id. */
  | { readonly status: 'duplicate'; readonly of: Organisation };

export const listOrganisations = (context: Context): Promise<Organisation[]> => inScope(context.db, everything, readOrganisations);

/** Adds an organisation. One with the same name or partner id is never made a second time. */
export const addOrganisation = (context: Context, wish: OrganisationWish): Promise<KeptOrganisation> =>
  inScope(context.db, everything, async (tx): Promise<KeptOrganisation> => {
    const organisationId = context.ids();
    const done = await tx
      .insertInto('reseller')
      .values({
        reseller_id: organisationId,
        name: wish.name,
        mpn: wish.mpn,
        email: wish.email,
        sign_in: wish.signIn,
        created_at: context.clock.now(),
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (Number(done.numInsertedOrUpdatedRows ?? 0n) === 0) {
      const of = sameAs(await readOrganisations(tx), wish);
      return of === undefined ? { status: 'refused', because: 'not_found' } : { status: 'duplicate', of };
    }
    await record(tx, context, { action: 'organisation.added', object: publicId('reseller', organisationId), after: wish });
    const organisation = await readOrganisation(tx, organisationId);
    return organisation === undefined ? { status: 'refused', because: 'not_found' } : { status: 'kept', organisation };
  });

type OrganisationChange = { readonly [Field in keyof OrganisationWish]?: OrganisationWish[Field] | undefined } & {
  readonly state?: OrganisationState | undefined;
};

/** Changes what is named. A closed organisation's people are let in no more from their next request on (RB5). */
export const changeOrganisation = (context: Context, organisationId: string, change: OrganisationChange): Promise<KeptOrganisation> =>
  inScope(context.db, everything, async (tx): Promise<KeptOrganisation> => {
    const all = await readOrganisations(tx);
    const before = all.find((each) => each.organisationId === organisationId);
    if (before === undefined) return { status: 'refused', because: 'not_found' };
    const wanted = { ...before, ...definedOf(change) };
    const of = sameAs(
      all.filter((each) => each !== before),
      wanted,
    );
    if (of !== undefined) return { status: 'duplicate', of };
    await tx
      .updateTable('reseller')
      .set({ name: wanted.name, mpn: wanted.mpn, email: wanted.email, sign_in: wanted.signIn, state: wanted.state })
      .where('reseller_id', '=', organisationId)
      .execute();
    await record(tx, context, {
      action: 'organisation.changed',
      object: publicId('reseller', organisationId),
      before,
      after: definedOf(change),
    });
    return { status: 'kept', organisation: wanted };
  });

const definedOf = (change: OrganisationChange): Partial<Organisation> =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));

const sameAs = (all: readonly Organisation[], { name, mpn }: Pick<OrganisationWish, 'name' | 'mpn'>): Organisation | undefined =>
  all.find((each) => each.name.toLowerCase() === name.toLowerCase() || (mpn !== '' && each.mpn === mpn));
