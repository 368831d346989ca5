import {
  type ColumnChoice,
  type DistributorFileField,
  DistributorFileKind,
  distributorFileFields,
  neededFields,
} from '../distributor-file.ts';
import { columnNames } from './column-names.ts';

export const foldHeading = (heading: string): string => heading.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/** Where each field stands: the place of its column. */
export type Places = ReadonlyMap<DistributorFileField, number>;

/** The columns of a kind: those that a person chose, now or for the file before, then those whose heading says it. No column is read twice. Pure. */
export function placesOf(kind: DistributorFileKind, headings: readonly string[], chosen: ColumnChoice = {}): Places {
  const folded = headings.map(foldHeading);
  const places = new Map<DistributorFileField, number>();
  const taken = new Set<number>();
  const put = (field: DistributorFileField, at: number): void => {
    if (at < 0) return;
    places.set(field, at);
    taken.add(at);
  };
  const left = distributorFileFields[kind].filter((field: DistributorFileField) => {
    const heading = chosen[field];
    if (heading === undefined) return true;
    const at = folded.indexOf(foldHeading(heading));
    // A choice that was kept and whose column is gone: the headings are looked at anew.
    if (heading !== '' && at < 0) return true;
    if (heading !== '') put(field, at);
    return false;
  });
  for (const field of left)
    put(
      field,
      (columnNames[kind][field] ?? [])
        .map((name) => folded.findIndex((each, at) => each === name && !taken.has(at)))
        .find((at) => at >= 0) ?? -1,
    );
  return places;
}

/** Groups of fields of which the file has no column. */
export const missingIn = (kind: DistributorFileKind, places: Places): readonly (readonly DistributorFileField[])[] =>
  neededFields[kind].filter((group) => !group.some((field) => places.has(field)));

/**
 * The kind that the columns speak of. Only a charge stands on an invoice; only a subscription has seats, an id at Microsoft, or a number that is
 * called its own; else the one that lacks less. A list of subscriptions whose seats are called otherwise is none of customers: their count is asked for.
 */
export function kindOf(headings: readonly string[]): DistributorFileKind {
  const { customers, subscriptions, charges } = DistributorFileKind.enum;
  const charged = placesOf(charges, headings);
  if (charged.has('invoiceNumber') && charged.has('amount')) return charges;
  const places = placesOf(subscriptions, headings);
  const ofItsOwn = places.get('subscriptionId');
  if (places.has('seats') || places.has('microsoftId')) return subscriptions;
  if (ofItsOwn !== undefined && foldHeading(headings[ofItsOwn] ?? '') !== 'id') return subscriptions;
  const lacks = (kind: DistributorFileKind): number => missingIn(kind, placesOf(kind, headings)).length;
  return lacks(subscriptions) < lacks(customers) ? subscriptions : customers;
}
