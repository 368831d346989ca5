import { z } from 'zod';
import { fromPublicId, toPublicId } from '../lib/ids.ts';

/** The prefix of every public id (`cus_01J...`). Inside, ids are plain UUIDs (version 7, made in code). */
export const idPrefixes = {
  customer: 'cus',
  connection: 'con',
  subscription: 'sub',
  account: 'acc',
  mapping: 'map',
  /** Mappings that were decided together. */
  mappingBatch: 'mbt',
  difference: 'dif',
  run: 'run',
  plan: 'plan',
  step: 'stp',
  command: 'cmd',
  job: 'job',
  event: 'evt',
  person: 'per',
  key: 'key',
  reseller: 'res',
  invoice: 'inv',
  note: 'nte',
  rule: 'rul',
  signOff: 'sgn',
  view: 'viw',
  accessTemplate: 'tpl',
  expected: 'exp',
  recipient: 'rcp',
  customerPlan: 'cpl',
  externalId: 'xid',
  changeRequest: 'chg',
  form: 'frm',
  registration: 'reg',
  billingException: 'bex',
  distributorFile: 'dfl',
  conflict: 'cfl',
  distributorPrice: 'dpr',
} as const;

export type IdKind = keyof typeof idPrefixes;

declare const brand: unique symbol;
type Branded<Kind extends IdKind> = string & { readonly [brand]: Kind };

export type CustomerId = Branded<'customer'>;
export type ConnectionId = Branded<'connection'>;
export type SubscriptionId = Branded<'subscription'>;
/** A company at a distributor or a PSA, as we keep it. */
export type AccountId = Branded<'account'>;
export type MappingId = Branded<'mapping'>;
export type MappingBatchId = Branded<'mappingBatch'>;
export type DifferenceId = Branded<'difference'>;
export type RunId = Branded<'run'>;
export type PlanId = Branded<'plan'>;
export type StepId = Branded<'step'>;
export type CommandId = Branded<'command'>;
export type JobId = Branded<'job'>;
export type PersonId = Branded<'person'>;
export type KeyId = Branded<'key'>;
export type InvoiceId = Branded<'invoice'>;
export type ResellerId = Branded<'reseller'>;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A stored UUID as a branded id. Rows are typed by the query builder; this is where they become business ids. */
export function idOf<Kind extends IdKind>(_kind: Kind, value: string): Branded<Kind> {
  if (!uuid.test(value)) throw new Error(`Not an id: ${value}`);
  return value as Branded<Kind>;
}

/** The form that leaves the product: `cus_01J...`. */
export const publicId = (kind: IdKind, id: string): string => toPublicId(idPrefixes[kind], id);

/** Public id in (paths, bodies), branded UUID out. Refuses other kinds' ids. */
export const idSchema = <Kind extends IdKind>(kind: Kind) =>
  z
    .string()
    .meta({
      description: `A ${kind} id: ${idPrefixes[kind]}_ and 26 letters and digits`,
      example: `${idPrefixes[kind]}_01JD0000000000000000000000`,
    })
    .transform((text, context): Branded<Kind> => {
      const id = fromPublicId(idPrefixes[kind], text);
      if (id !== undefined) return id as Branded<Kind>;
      context.addIssue({ code: 'custom', message: `is not a ${kind} id (${idPrefixes[kind]}_...)` });
      return z.NEVER;
    });

/** Whose tenant nobody here knows: what is found about it stands under this id until somebody does. No customer has it. */
export const nobody = '00000000-0000-7000-8000-000000000000' as CustomerId;

/** The partner himself, as the reseller of his own customers: what belongs to no tier-2 reseller carries this id. */
export const ownReseller = '00000000-0000-7000-8000-000000000001' as ResellerId;
