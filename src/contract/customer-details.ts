import { z } from 'zod';
import { BillToField } from '../model/bill-to.ts';
import { DetailField, FieldOwner, ownersOf } from '../model/field-owner.ts';
import { idSchema } from '../model/ids.ts';
import { instant } from './page.ts';
import { route } from './route.ts';

export const CustomerDetailField = z
  .object({
    field: DetailField,
    owner: FieldOwner,
    value: z.string(),
    /** Where the value comes from; `none`: it was not read yet. */
    origin: z.enum(['microsoft', 'psa', 'here', 'none']),
    /** `plan`: written to Microsoft through a preview. `here`: kept here. `none`: not from here; `because` says why. */
    change: z.enum(['plan', 'here', 'none']),
    because: z.string(),
    atMicrosoft: z.string().nullable(),
    inPsa: z.string().nullable(),
    /** What we keep ourselves, whoever owns the field. */
    own: z.object({ value: z.string(), changedBy: z.string(), changedAt: instant }).nullable(),
    /** `movedAtMicrosoft`: Microsoft says something else since. `setAside`: ours is kept and not used, as the field is no longer ours. */
    note: z.enum(['movedAtMicrosoft', 'setAside']).nullable(),
  })
  .meta({ id: 'CustomerDetailField' });

const details = z.object({ data: z.array(CustomerDetailField) });
const params = z.object({ id: idSchema('customer') });
const text = z.string().trim().max(200);

export const getCustomerDetails = route({
  id: 'getCustomerDetails',
  method: 'GET',
  path: '/customers/{id}/details',
  summary: 'Name, who is billed and registration number, field by field: whose each is and where its value comes from',
  tag: 'Customers',
  may: 'customers:read',
  tenantScope: 'rows',
  params,
  status: 200,
  reply: details,
});

export const changeCustomerDetails = route({
  id: 'changeCustomerDetails',
  method: 'PATCH',
  path: '/customers/{id}/details',
  summary: 'Keep values of our own in fields that are ours; null follows Microsoft again. All of it or nothing',
  tag: 'Customers',
  may: 'customers:write',
  tenantScope: 'rows',
  params,
  body: z.strictObject({ changes: z.partialRecord(DetailField, text.nullable()) }),
  status: 200,
  reply: details,
  problems: ['conflict'],
});

export const FieldOwners = z
  .object({
    data: z.array(
      z.object({
        field: DetailField,
        owner: FieldOwner,
        choices: z.array(FieldOwner),
        /** A reseller's change of it needs no decision of ours; null: a reseller does not ask for it. */
        isAgreed: z.boolean().nullable(),
      }),
    ),
    version: z.int32(),
  })
  .meta({ id: 'FieldOwners' });

export const getFieldOwners = route({
  id: 'getFieldOwners',
  method: 'GET',
  path: '/field-owners',
  summary: 'Who owns each field of a customer, and who could',
  tag: 'Customers',
  may: 'customers:read',
  tenantScope: 'installation',
  status: 200,
  reply: FieldOwners,
});

export const changeFieldOwners = route({
  id: 'changeFieldOwners',
  method: 'PATCH',
  path: '/field-owners',
  summary: 'Choose who owns fields of customers, and which of them a reseller may have changed without a decision',
  tag: 'Customers',
  may: 'connections:write',
  freshProof: true,
  tenantScope: 'installation',
  body: z.strictObject({
    owners: z
      .partialRecord(DetailField, FieldOwner)
      .refine((owners) => DetailField.options.every((field) => owners[field] === undefined || ownersOf(field).includes(owners[field])), {
        message: 'names an owner that a field cannot have; each field lists its choices',
      })
      .optional(),
    /** All that are agreed to; left out, they stay. */
    agreed: z.array(BillToField).max(BillToField.options.length).optional(),
    version: z.int32(),
  }),
  status: 200,
  reply: FieldOwners,
  problems: ['precondition_failed'],
});
