import { z } from 'zod';
import { BillToField } from './bill-to.ts';

/** What is known of a customer, field by field: its name, who is billed, and its registration number (S102, S108). */
export const DetailField = z.enum(['name', ...BillToField.options, 'registrationNumber']).meta({ id: 'DetailField' });
export type DetailField = z.infer<typeof DetailField>;

/**
 * Who decides what a field says. `microsoft`: Partner Center; a change from here is written there through a plan. `locked`: Partner Center, and
 * nothing is changed from here. `ours`: what is kept here; no sync touches it. `psa`: the account in the PSA; changed there.
 */
export const FieldOwner = z.enum(['microsoft', 'locked', 'ours', 'psa']).meta({ id: 'FieldOwner' });
export type FieldOwner = z.infer<typeof FieldOwner>;

/** Who may own a field; the first one does until somebody chooses (S95, S100, S102). */
const ofBillTo: readonly FieldOwner[] = ['microsoft', 'locked', 'ours'];

/**
 * Name and registration number stand in the company profile, for which Partner Center has no call that changes it
 * (partner-center-api reference 3), so they cannot be written through. Of the PSA only the name of the account is read.
 */
const apart: Partial<Record<DetailField, readonly FieldOwner[]>> = {
  name: ['locked', 'ours', 'psa'],
  companyName: [...ofBillTo, 'psa'],
  registrationNumber: ['locked', 'ours'],
};

export const ownersOf = (field: DetailField): readonly FieldOwner[] => apart[field] ?? ofBillTo;

export type FieldOwners = Readonly<Partial<Record<DetailField, FieldOwner>>>;

/** A choice that the field does not have counts as none. */
export const ownerOf = (field: DetailField, chosen: FieldOwners): FieldOwner =>
  ownersOf(field).find((owner) => owner === chosen[field]) ?? ownersOf(field)[0] ?? 'locked';

/** Why a field cannot be changed here, or how it is. */
export const ownerSentences: Readonly<Record<FieldOwner, string>> = {
  microsoft: 'Belongs to Microsoft. A change is written to Partner Center through a plan and read back.',
  locked: 'Belongs to Microsoft. It is changed at Microsoft only, and comes here with the next sync.',
  ours: 'Kept here. No sync changes it, and Microsoft is not told.',
  psa: 'Comes from the account in the PSA. It is changed there, and comes here with the next sync.',
};
