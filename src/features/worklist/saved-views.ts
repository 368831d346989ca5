import { z } from 'zod';
import { ownReseller } from '../../model/ids.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';

const Search = z.record(z.string(), z.string());

export type SavedView = {
  readonly viewId: string;
  readonly name: string;
  readonly search: z.output<typeof Search>;
  readonly isMine: boolean;
  readonly version: number;
};

export type KeptView =
  | { readonly status: 'kept'; readonly view: SavedView }
  /** There is none, or it is somebody else's. */
  | { readonly status: 'absent' }
  | { readonly status: 'changed_since' }
  | { readonly status: 'name_taken' }
  | { readonly status: 'too_many' };

const most = 100; // of one person

/** The views of whoever asks, by name. What is no person (a key of the installation) has none. */
export const listViews = (context: Context): Promise<SavedView[]> =>
  inScope(context.db, context.scope, async (tx) => {
    const { personId } = context.actor;
    if (personId === undefined) return [];
    const rows = await selectViews(tx).where('person_id', '=', personId).orderBy('name').execute();
    return rows.map((row) => toView(context, row));
  });

/** One's own, or one whose id somebody passed on. */
export const findView = (context: Context, viewId: string): Promise<SavedView | undefined> =>
  inScope(context.db, context.scope, async (tx) => {
    const row = await selectViews(tx).where('view_id', '=', viewId).executeTakeFirst();
    return row && toView(context, row);
  });

export const addView = (context: Context, { name, search }: Pick<SavedView, 'name' | 'search'>): Promise<KeptView> =>
  inScope(context.db, context.scope, async (tx): Promise<KeptView> => {
    const { personId } = context.actor;
    if (personId === undefined) return { status: 'absent' };
    const own = await tx.selectFrom('saved_view').select('name').where('person_id', '=', personId).execute();
    if (own.some((view) => view.name === name)) return { status: 'name_taken' };
    if (own.length >= most) return { status: 'too_many' };
    const at = context.clock.now();
    const viewId = context.ids();
    const added = await tx
      .insertInto('saved_view')
      .values({
        view_id: viewId,
        reseller_id: ownReseller,
        person_id: personId,
        name,
        search: JSON.stringify(search),
        created_at: at,
        changed_at: at,
        version: 1,
      })
      .onConflict((conflict) => conflict.columns(['person_id', 'name']).doNothing())
      .returning('view_id')
      .executeTakeFirst();
    return added === undefined ? { status: 'name_taken' } : { status: 'kept', view: { viewId, name, search, isMine: true, version: 1 } };
  });

export type ViewChange = {
  readonly name?: string | undefined;
  readonly search?: SavedView['search'] | undefined;
  readonly version: number;
};

/** Changes what is named, of one's own. */
export const changeView = (context: Context, viewId: string, change: ViewChange): Promise<KeptView> =>
  inScope(context.db, context.scope, async (tx): Promise<KeptView> => {
    const row = await ownView(tx, context, viewId);
    if (row === undefined) return { status: 'absent' };
    if (row.version !== change.version) return { status: 'changed_since' };
    const before = toView(context, row);
    const view = { ...before, name: change.name ?? before.name, search: change.search ?? before.search, version: before.version + 1 };
    const taken = await tx
      .selectFrom('saved_view')
      .select('view_id')
      .where('person_id', '=', row.person_id)
      .where('name', '=', view.name)
      .where('view_id', '<>', viewId)
      .executeTakeFirst();
    if (taken !== undefined) return { status: 'name_taken' };
    await tx
      .updateTable('saved_view')
      .set({ name: view.name, search: JSON.stringify(view.search), changed_at: context.clock.now(), version: view.version })
      .where('view_id', '=', viewId)
      .execute();
    return { status: 'kept', view };
  });

/** Removes one's own; false when there is none. */
export const removeView = (context: Context, viewId: string): Promise<boolean> =>
  inScope(context.db, context.scope, async (tx) => {
    const row = await ownView(tx, context, viewId);
    if (row === undefined) return false;
    await tx.deleteFrom('saved_view').where('view_id', '=', viewId).execute();
    return true;
  });

const selectViews = (tx: Tx) => tx.selectFrom('saved_view').select(['view_id', 'person_id', 'name', 'search', 'version']);
type Row = Awaited<ReturnType<ReturnType<typeof selectViews>['execute']>>[number];

const ownView = async (tx: Tx, { actor }: Context, viewId: string): Promise<Row | undefined> =>
  actor.personId === undefined
    ? undefined
    : selectViews(tx).where('view_id', '=', viewId).where('person_id', '=', actor.personId).forUpdate().executeTakeFirst();

const toView = ({ actor }: Context, row: Row): SavedView => ({
  viewId: row.view_id,
  name: row.name,
  search: Search.parse(row.search),
  isMine: row.person_id === actor.personId,
  version: row.version,
});
