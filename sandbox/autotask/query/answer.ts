import { json, type RemoteAnswer, type RemoteRequest } from '../../remote.ts';
import type { World } from '../../world/world.ts';
import { written } from '../answers.ts';
import { viewsOf } from '../books.ts';
import type { EntitySpec } from '../entities/entities.ts';
import { badInput } from '../errors.ts';
import { predicateOf, type View } from './matches.ts';
import { isWrong, pageSize, type Query, readQuery, type Wrong } from './read.ts';

const paramOf = (request: RemoteRequest, name: string): string | undefined =>
  [...request.query].find(([given]) => given.toLowerCase() === name)?.[1];

/** The search of a call: its body (POST) or the parameter `search` (GET, and pages). */
function searchOf(request: RemoteRequest): unknown {
  const text = paramOf(request, 'search') ?? request.body;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Where a page begins: behind an id, with the ids behind which earlier pages began. */
type Paging = { readonly pageSize: number; readonly previousIds: readonly number[]; readonly nextIds: readonly number[] };

function pagingOf(request: RemoteRequest): Paging | Wrong {
  const text = paramOf(request, 'paging');
  if (text === undefined) return { pageSize: 0, previousIds: [], nextIds: [] };
  try {
    const given = JSON.parse(text) as Partial<Record<keyof Paging, unknown>>;
    const ids = (value: unknown): number[] => (Array.isArray(value) ? (value as readonly unknown[]).map(Number) : []);
    const paging = { pageSize: Number(given.pageSize ?? pageSize), previousIds: ids(given.previousIds), nextIds: ids(given.nextIds) };
    const isSound = [...paging.previousIds, ...paging.nextIds].every(Number.isInteger) && paging.nextIds.length <= 1;
    return isSound ? paging : { wrong: 'The paging is not valid.' };
  } catch {
    return { wrong: 'The paging is not valid.' };
  }
}

/** Rows of a query behind an id, in the order of ids; one more than a page tells that there is a next one. */
function pageOf(world: World, spec: EntitySpec, query: Query, behind: number): { readonly views: readonly View[]; readonly more: boolean } {
  const fits = predicateOf(query.filter);
  const idField = spec.byName.get('id');
  const bound = idField === undefined || behind < 0 ? [] : [{ op: 'gt', field: idField, udf: false, value: behind } as const];
  const views: View[] = [];
  for (const view of viewsOf(world, spec, [...query.filter, ...bound])) {
    if (Number(view.values['id']) <= behind || !fits(view)) continue;
    if (views.length === query.size) return { views, more: true };
    views.push(view);
  }
  return { views, more: false };
}

/** GET or POST {entity}/query, and its pages at /query/next. Pages follow ids, so that a row made meanwhile never moves another one. */
export function queryAnswer(request: RemoteRequest, world: World, spec: EntitySpec, base: string): RemoteAnswer {
  const search = searchOf(request);
  const query = readQuery(spec, search);
  if (isWrong(query)) return badInput(query.wrong);
  const paging = pagingOf(request);
  if (isWrong(paging)) return badInput(paging.wrong);
  const behind = paging.nextIds[0] ?? -1;
  const { views, more } = pageOf(world, spec, query, behind);
  const link = (previousIds: readonly number[], id: number): string =>
    `${base}/${spec.name}/query/next?search=${encodeURIComponent(JSON.stringify(search))}&paging=${encodeURIComponent(
      JSON.stringify({ pageSize: query.size, previousIds, nextIds: [id] }),
    )}`;
  const last = Number(views.at(-1)?.values['id'] ?? behind);
  return json(200, {
    items: views.map((view) => written(spec, view, query.include)),
    pageDetails: {
      count: views.length,
      requestCount: query.size,
      prevPageUrl: behind < 0 ? null : link(paging.previousIds.slice(0, -1), paging.previousIds.at(-1) ?? -1),
      nextPageUrl: more ? link([...paging.previousIds, behind], last) : null,
    },
  });
}

/** GET or POST {entity}/query/count */
export function countAnswer(request: RemoteRequest, world: World, spec: EntitySpec): RemoteAnswer {
  const query = readQuery(spec, searchOf(request));
  if (isWrong(query)) return badInput(query.wrong);
  const fits = predicateOf(query.filter);
  let queryCount = 0;
  for (const view of viewsOf(world, spec, query.filter)) if (fits(view)) queryCount += 1;
  return json(200, { queryCount });
}

/** All rows of a child collection below one parent: `/Contracts/{id}/Services`. */
export function childrenAnswer(world: World, spec: EntitySpec, parentId: number): RemoteAnswer {
  const field = spec.parent === undefined ? undefined : spec.byName.get(spec.parent.field.toLowerCase());
  if (field === undefined) return badInput(`${spec.name} has no parent.`);
  const items: unknown[] = [];
  for (const view of viewsOf(world, spec, [{ op: 'eq', field, udf: false, value: parentId }]))
    if (view.values[field.name] === parentId) items.push(written(spec, view));
  return json(200, { items, pageDetails: { count: items.length, requestCount: pageSize, prevPageUrl: null, nextPageUrl: null } });
}
