import { createHash } from 'node:crypto';
import { canonicalJson } from '../../lib/canonical.ts';
import type { RemoteAccount } from '../../model/customer.ts';
import type { FileInvoice } from '../../model/distributor-file/charges.ts';
import type { FileProblem, Table } from '../../model/distributor-file/parse.ts';
import type { ColumnChoice, DistributorFileField, DistributorFileKind, ToldInvoice } from '../../model/distributor-file.ts';
import type { DistributorSubscription } from '../../model/subscription.ts';
import type { AppliedFile, DistributorFile, Effect, Effects } from './store.ts';

export type FileWish = {
  /** Undefined: what the columns speak of. */
  readonly kind?: DistributorFileKind | undefined;
  /** Fields that are left out are looked for: as in the file before of this kind, then by their headings. */
  readonly columns?: ColumnChoice | undefined;
  /** When its content held; undefined: when it was uploaded. */
  readonly asOf?: Temporal.Instant | undefined;
  /** What its lines do not say of the invoice that they are. */
  readonly invoice?: ToldInvoice | undefined;
};

/** One invoice of a file, before it is imported. */
export type PreviewedInvoice = FileInvoice & {
  /** An invoice of this number is here: the file becomes its next version, unless it says the same. */
  readonly isKnown: boolean;
};

export type FilePreview = {
  readonly file: DistributorFile;
  readonly kind: DistributorFileKind;
  readonly asOf: Temporal.Instant;
  readonly headings: readonly string[];
  readonly columns: ColumnChoice;
  /** Headings of columns that nothing is read from: they stay in the file. */
  readonly unread: readonly string[];
  /** Groups of fields of which one is needed and none is there. */
  readonly missing: readonly (readonly DistributorFileField[])[];
  readonly effects: Effects;
  readonly problems: readonly FileProblem[];
  /** Lines that cannot be taken. While there are any, nothing is removed: just they may be about what seems to be gone. */
  readonly badLines: number;
  readonly customers: readonly RemoteAccount[];
  readonly subscriptions: readonly DistributorSubscription[];
  /** What a file of charges is: its invoices, and what a person said of them. */
  readonly invoices: readonly PreviewedInvoice[];
  readonly invoice: ToldInvoice;
  /** Applying it changes nothing: the same file, read the same way, is in use already. */
  readonly isInUse: boolean;
  /** What is in use is of a later day. */
  readonly isOlder: boolean;
  /** So much would go that a person has to say so. */
  readonly losesMany: boolean;
  /** Stands for this file, read like this, over what is in use now. */
  readonly token: string;
};

export type Found = { readonly file: DistributorFile; readonly inUse: readonly AppliedFile[] };
const none: Effect = { create: 0, change: 0, gone: 0, unchanged: 0 };

export const noEffects: Effects = { customers: none, subscriptions: none, charges: { invoices: 0, lines: 0 } };

export function unreadIn({ headings, places }: Table): readonly string[] {
  const used = new Set(places.values());
  return headings.filter((_, at) => !used.has(at));
}

export function tokenOf(file: DistributorFile, inUse: readonly AppliedFile[], read: unknown): string {
  const over = inUse.map(({ fileId, applied }) => [fileId, applied.at.toString()]);
  return createHash('sha256')
    .update(canonicalJson([file.hash, over, read]))
    .digest('base64url');
}
