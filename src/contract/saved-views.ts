import { z } from 'zod';
import { idSchema } from '../model/ids.ts';
import { ViewedList } from '../model/saved-view.ts';
import { route } from './route.ts';

const name = z.string().trim().min(1).max(100);
/** Filters, sort, tab and grouping as they stand in the address of the list. */
const search = z
  .record(z.string().regex(/^[a-zA-Z]{1,20}$/), z.string().min(1).max(500))
  .refine((fields) => Object.keys(fields).length <= 30, { message: 'has more than 30 fields' });

export const SavedView = z
  .object({
    id: z.string(),
    list: ViewedList,
    name: z.string(),
    search: z.record(z.string(), z.string()),
    /** Only its owner changes it; others open it. */
    mine: z.boolean(),
    /** Listed for everybody. */
    shared: z.boolean(),
    owner: z.string(),
    version: z.int32(),
  })
  .meta({ id: 'SavedView' });

/** About oneself: whoever is signed in keeps his own. */
const own = { tag: 'Reconciliation', may: 'signedIn', tenantScope: 'rows' } as const;
const params = z.object({ id: idSchema('view') });

export const listSavedViews = route({
  id: 'listSavedViews',
  method: 'GET',
  path: '/me/saved-views',
  summary: 'Views of the lists: yours by name, then those of the team',
  ...own,
  query: z.strictObject({ list: ViewedList.optional().meta({ description: 'Only those of this list' }) }),
  status: 200,
  reply: z.object({ data: z.array(SavedView) }),
});

export const getSavedView = route({
  id: 'getSavedView',
  method: 'GET',
  path: '/saved-views/{id}',
  summary: 'A view, yours or one whose link you were given',
  tag: 'Reconciliation',
  may: 'reconciliation:read',
  tenantScope: 'rows',
  params,
  status: 200,
  reply: SavedView,
});

export const addSavedView = route({
  id: 'addSavedView',
  method: 'POST',
  path: '/me/saved-views',
  summary: 'Keep a view under a name',
  ...own,
  body: z.strictObject({ list: ViewedList.default('differences'), name, search }),
  status: 201,
  reply: SavedView,
  problems: ['duplicate', 'conflict'],
});

export const changeSavedView = route({
  id: 'changeSavedView',
  method: 'PATCH',
  path: '/me/saved-views/{id}',
  summary: 'Rename one of your views, or keep other filters under its name',
  ...own,
  params,
  body: z.strictObject({ name: name.optional(), search: search.optional(), version: z.int32() }),
  status: 200,
  reply: SavedView,
  problems: ['precondition_failed', 'duplicate'],
});

export const shareSavedView = route({
  id: 'shareSavedView',
  method: 'POST',
  path: '/saved-views/{id}/sharing',
  summary: 'Put one of your views up for the team, or keep it to yourself again',
  tag: 'Reconciliation',
  may: 'reconciliation:run',
  tenantScope: 'rows',
  params,
  body: z.strictObject({ shared: z.boolean() }),
  status: 200,
  reply: SavedView,
});

export const removeSavedView = route({
  id: 'removeSavedView',
  method: 'DELETE',
  path: '/me/saved-views/{id}',
  summary: 'Remove one of your views',
  ...own,
  params,
  status: 204,
});
