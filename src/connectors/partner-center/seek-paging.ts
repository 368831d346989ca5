import { z } from 'zod';
import { Fault } from '../../lib/errors.ts';
import type { WireList } from './schema.ts';

/** Where a list goes on: address below the host, and the header that belongs to it. */
export const Place = z.strictObject({ path: z.string().startsWith('/'), headers: z.record(z.string(), z.string()) });
export type Place = z.infer<typeof Place>;

/** The only header of a link that is sent on: whatever else stands there is not ours to repeat. */
const continuation = 'MS-ContinuationToken';

/**
 * The next page, or undefined. Partner Center writes links with and without `/v1` in front, and sometimes with its host; the host must be
 * its own, and the path that of the list that is being read (SEC-43). `toReal` refuses other hosts.
 */
export function nextPlace(list: WireList, listPath: string, toReal: (link: string) => string): Place | undefined {
  const next = list.links?.next;
  if (next === null || next === undefined) return undefined;
  const url =
    next.uri.startsWith('/') && !next.uri.startsWith('//') ? new URL(next.uri, 'https://host.invalid') : new URL(toReal(next.uri));
  const path = url.pathname.startsWith('/v1/') ? url.pathname : `/v1${url.pathname}`;
  // Ending here in silence would make a short list look complete.
  if (path !== listPath) throw strayLink(path);
  const token = next.headers?.find((header) => header.key.toLowerCase() === continuation.toLowerCase())?.value ?? list.continuationToken;
  return { path: `${path}${url.search}`, headers: token === undefined ? {} : { [continuation]: token } };
}

const strayLink = (path: string): Fault =>
  new Fault('paging_link_refused', 'permanent', `Partner Center's link to the next page leads to something else: ${path.slice(0, 100)}`, {
    remote: 'partner-center',
    hint: 'The link was not followed, and nothing is taken for gone.',
  });

/** A place as the text that a sync keeps and hands in later. */
export const printPlace = (place: Place | undefined): string | undefined => (place === undefined ? undefined : JSON.stringify(place));

/** The place of a kept text; undefined when it is none of this list. */
export function parsePlace(text: string, listPath: string): Place | undefined {
  try {
    const parsed = Place.safeParse(JSON.parse(text));
    return parsed.success && parsed.data.path.replace(/\?.*$/, '') === listPath ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
