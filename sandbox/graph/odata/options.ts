import type { RemoteRequest } from '../../remote.ts';
import { badRequest, type GraphRefusal } from '../errors.ts';

/** `$name=` of the query, with or without the dollar sign. */
export const optionOf = (request: RemoteRequest, name: string): string | undefined =>
  [...request.query].find(([key]) => [`$${name}`, name].includes(key.toLowerCase()))?.[1];

type Selectable = { readonly type?: string; readonly selectable?: readonly string[] };

/** Names of `$select`; 400 for one that the type does not have. undefined: everything. */
export function readSelect(request: RemoteRequest, { type, selectable }: Selectable): readonly string[] | undefined | GraphRefusal {
  const names = optionOf(request, 'select')
    ?.split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names === undefined || names.length === 0 || names.includes('*')) return undefined;
  const stranger = selectable === undefined ? undefined : names.find((name) => !has(selectable, name));
  return stranger === undefined ? names : badRequest(`Could not find a property named '${stranger}' on type '${type ?? ''}'.`);
}

const has = (names: readonly string[], name: string): boolean => names.some((one) => one.toLowerCase() === name.toLowerCase());

/** The wanted members, with what Graph puts on every object of its own. */
export const picked = (answer: Readonly<Record<string, unknown>>, names: readonly string[] | undefined) =>
  names === undefined
    ? answer
    : Object.fromEntries(Object.entries(answer).filter(([name]) => name === '@odata.etag' || name === '@odata.type' || has(names, name)));

/** `https://graph.microsoft.com/v1.0/$metadata#users(id,displayName)` */
export const contextOf = (request: RemoteRequest, context: string, selected: readonly string[] | undefined): string =>
  `${request.linkBase}${context}${selected === undefined ? '' : `(${selected.join(',')})`}`;
