import { z } from 'zod';
import { ownReseller, publicId } from '../../model/ids.ts';
import { ViewedList } from '../../model/saved-view.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';

const Search = z.record(z.string(), z.string());

export type SavedView = {
  readonly viewId: string;
  readonly list: ViewedList;
  readonly name: string;
  readonly search: z.output<typeof Search>;
  readonly isMine: boolean;
  /** Of the team: everybody finds it in his list. */
  readonly isShared: boolean;
  /** Name of the person whose it is. */
  readonly owner: string;
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

/** The views of whoever asks by name, then those of the team; of one list, or of all. What is no person (a key of the installation) has none of its own. */
export const listViews = (context: Context, list?: ViewedList): Promise<SavedView[]> =>
  inScope(context.db, context.scope, async (tx) => {
    const { personId } = context.actor;
    const rows = await selectViews(tx)
      .where((where) =>
        personId === undefined
          ? where('is_shared', '=', true)
          : where.or([where('is_shared', '=', true), where('saved_view.person_id', '=', personId)]),
      )
      .$if(list !== undefined, (views) => views.where('list', '=', list ?? ''))
      .orderBy('saved_view.name')
      .orderBy('view_id')
      .execute();
    const views = rows.map((row) => toView(context, row));
    return [...views.filter(({ isMine }) => isMine), ...views.filter(({ isMine }) => !isMine)];
  });

/** One's own, or one whose id somebody passed on. */
export const findView = (context: Context, viewId: string): Promise<SavedView | undefined> =>
  inScope(context.db, context.scope, async (tx) => {
    const row = await selectViews(tx).where('view_id', '=', viewId).executeTakeFirst();
    return row && toView(context, row);
  });

export const addView = (context: Context, { list, name, search }: Pick<SavedView, 'list' | 'name' | 'search'>): Promise<KeptView> =>
  inScope(context.db, context.scope, async (tx): Promise<KeptView> => {
    const { personId } = context.actor;
    if (personId === undefined) return { status: 'absent' };
    const own = await tx.selectFrom('saved_view').select(['list', 'name']).where('person_id', '=', personId).execute();
    if (own.some((view) => view.list === list && view.name === name)) return { status: 'name_taken' };
    if (own.length >= most) return { status: 'too_many' };
    const at = context.clock.now();
    const viewId = context.ids();
    const added = await tx
      .insertInto('saved_view')
      .values({
        view_id: viewId,
        reseller_id: ownReseller,
        person_id: personId,
        list,
        name,
        search: JSON.stringify(search),
        created_at: at,
        changed_at: at,
        version: 1,
      })
      .onConflict((conflict) => conflict.columns(['person_id', 'list', 'name']).doNothing())
      .returning('view_id')
      .executeTakeFirst();
    if (added === undefined) return { status: 'name_taken' };
    return { status: 'kept', view: { viewId, list, name, search, isMine: true, isShared: false, owner: context.actor.name, version: 1 } };
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
      .where('list', '=', row.list)
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

/** Puts one's own up for the team, or takes it down; undefined when there is none. */
export const shareView = (context: Context, viewId: string, isShared: boolean): Promise<SavedView | undefined> =>
  inScope(context.db, context.scope, async (tx) => {
    const row = await ownView(tx, context, viewId);
    if (row === undefined) return undefined;
    if (row.is_shared === isShared) return toView(context, row);
    const shared = { is_shared: isShared, version: row.version + 1 };
    await tx
      .updateTable('saved_view')
      .set({ ...shared, changed_at: context.clock.now() })
      .where('view_id', '=', viewId)
      .execute();
    await record(tx, context, {
      action: isShared ? 'view.shared' : 'view.unshared',
      object: publicId('view', viewId),
      after: { name: row.name },
    });
    return toView(context, { ...row, ...shared });
  });

/** Removes one's own; false when there is none. */
export const removeView = (context: Context, viewId: string): Promise<boolean> =>
  inScope(context.db, context.scope, async (tx) => {
    const row = await ownView(tx, context, viewId);
    if (row === undefined) return false;
    await tx.deleteFrom('saved_view').where('view_id', '=', viewId).execute();
    return true;
  });

const selectViews = (tx: Tx) =>
  tx
    .selectFrom('saved_view')
    .leftJoin('person', 'person.person_id', 'saved_view.person_id')
    .select([
      'view_id',
      'list',
      'saved_view.person_id',
      'saved_view.name',
      'search',
      'is_shared',
      'saved_view.version',
      'person.name as owner',
    ]);
type Row = Awaited<ReturnType<ReturnType<typeof selectViews>['execute']>>[number];

const ownView = async (tx: Tx, { actor }: Context, viewId: string): Promise<Row | undefined> =>
  actor.personId === undefined
    ? undefined
    : selectViews(tx)
        .where('view_id', '=', viewId)
        .where('saved_view.person_id', '=', actor.personId)
        .forUpdate('saved_view')
        .executeTakeFirst();

const toView = ({ actor }: Context, row: Row): SavedView => ({
  viewId: row.view_id,
  list: ViewedList.parse(row.list),
  name: row.name,
  search: Search.parse(row.search),
  isMine: row.person_id === actor.personId,
  isShared: row.is_shared,
  owner: row.owner ?? '',
  version: row.version,
});
