import { z } from 'zod';
import type { Side } from './connection.ts';

/** Kinds of record that can be read alone, in the words of people and of every door. */
export const SyncKind = z.enum([
  'customers',
  'access',
  'subscriptions',
  'profiles',
  'prices',
  'invoices',
  'activity',
  'licences',
  'usage',
  'products',
  'accounts',
  'services',
  'agreements',
  'lines',
]);
export type SyncKind = z.infer<typeof SyncKind>;

/** Which reading holds it: the books, which are compared, or what is charged, which is read once a day. */
export type Ledger = 'books' | 'charges';

type Place = {
  readonly ledger: Partial<Record<Side, Ledger>>;
  /** One customer's can be read without the others'. */
  readonly ofOneCustomer: readonly Side[];
};

/** Where each kind is read. Microsoft's `licences` bring the names of the products that they count. */
export const syncKinds = {
  customers: { ledger: { microsoft: 'books' }, ofOneCustomer: [] },
  access: { ledger: { microsoft: 'books' }, ofOneCustomer: [] },
  subscriptions: { ledger: { microsoft: 'books', distributor: 'books' }, ofOneCustomer: ['microsoft', 'distributor'] },
  profiles: { ledger: { microsoft: 'charges' }, ofOneCustomer: ['microsoft'] },
  prices: { ledger: { microsoft: 'charges', distributor: 'charges' }, ofOneCustomer: [] },
  invoices: { ledger: { microsoft: 'charges', distributor: 'charges' }, ofOneCustomer: [] },
  activity: { ledger: { microsoft: 'charges' }, ofOneCustomer: [] },
  licences: { ledger: { microsoft: 'charges' }, ofOneCustomer: ['microsoft'] },
  usage: { ledger: { distributor: 'charges' }, ofOneCustomer: [] },
  products: { ledger: { distributor: 'books' }, ofOneCustomer: [] },
  accounts: { ledger: { distributor: 'books', psa: 'books' }, ofOneCustomer: [] },
  services: { ledger: { psa: 'books' }, ofOneCustomer: [] },
  agreements: { ledger: { psa: 'books' }, ofOneCustomer: [] },
  lines: { ledger: { psa: 'books' }, ofOneCustomer: ['psa'] },
} as const satisfies Record<SyncKind, Place>;

const places: Readonly<Record<SyncKind, Place>> = syncKinds;

/** Whether any side has it among what is charged: kinds of one job are all of one ledger. */
export const isCharged = (kind: SyncKind): boolean => Object.values(places[kind].ledger).includes('charges');

/** Of these kinds the ones that a side has in a ledger, in the order in which they need each other. */
export const kindsIn = (ledger: Ledger, side: Side, wanted: readonly SyncKind[] = SyncKind.options): readonly SyncKind[] =>
  SyncKind.options.filter((kind) => wanted.includes(kind) && places[kind].ledger[side] === ledger);

/** Of these kinds the ones that can be read for one customer alone. */
export const kindsOfOneCustomer = (side: Side, wanted: readonly SyncKind[]): readonly SyncKind[] =>
  SyncKind.options.filter((kind) => wanted.includes(kind) && places[kind].ofOneCustomer.includes(side));
