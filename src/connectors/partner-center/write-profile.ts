import { Fault } from '../../lib/errors.ts';
import { isJsonObject, type JsonObject } from '../../lib/exact-json.ts';
import { type BillTo, type BillToField, billToFields } from '../../model/bill-to.ts';
import { inverseOfProfile, type ProfileCorrection } from '../../model/profile-correction.ts';
import { isRemoteError } from '../../platform/http/fault.ts';
import type { LookUp, PreparedCall, ProfileWrite, Writable, Written } from '../ports.ts';
import type { PartnerCenterClient } from './client.ts';
import { toBillTo } from './directory.ts';
import { WireCustomerBilling } from './schema.ts';

/** The billing profile of a customer, written whole with the etag that was read a moment before (partner-center-api reference 3). */
export const createProfileDesk = (client: PartnerCenterClient): Writable<ProfileCorrection> => ({
  prepare: prepareCalls,
  write: (write, signal) => writeProfile(client, write, signal),
  lookUp: (write, signal) => lookUp(client, write, signal),
});

const pathOf = ({ customerTenantId }: ProfileCorrection): string => `/v1/customers/${customerTenantId}/profiles/billing`;

const changed = ({ from, to }: ProfileCorrection): readonly BillToField[] => billToFields.filter((field) => from[field] !== to[field]);

function prepareCalls({ correction }: ProfileWrite): readonly PreparedCall[] {
  const fields = changed(correction);
  const body = Object.fromEntries(fields.map((field) => [field, correction.to[field]]));
  return [
    {
      summary: `Change ${fields.join(', ')}; everything else of the profile is sent as it was read just before`,
      method: 'PUT',
      path: pathOf(correction),
      body: { asRead: pathOf(correction), ...body },
    },
  ];
}

/** Stale etags: a new etag is fetched once; when what people saw is still there it is sent again, else nothing is (reliability reference, section 3 rule 4). */
async function writeProfile(
  client: PartnerCenterClient,
  { correction }: ProfileWrite,
  signal?: AbortSignal,
): Promise<Written<ProfileCorrection>> {
  for (let tries = 0; ; tries += 1) {
    const body = await client.billingProfile(correction.customerTenantId, signal);
    const wire = WireCustomerBilling.parse(body);
    if (!isSame(toBillTo(wire), correction.from)) throw changedSince();
    try {
      await client.putBillingProfile(correction.customerTenantId, withChanges(body, correction), wire.attributes?.etag ?? '', signal);
      return { remoteIds: [correction.customerTenantId], undo: inverseOfProfile(correction) };
    } catch (error) {
      if (tries > 0 || !isStale(error)) throw error;
    }
  }
}

/** 412, or 400 with code 2055 (partner-center-api reference 2.4). */
const isStale = (error: unknown): boolean =>
  isRemoteError(error, 'remote_conflict') || (isRemoteError(error) && error.facts.remoteCode === '2055');

const changedSince = (): Fault =>
  new Fault('changed_since', 'permanent', 'The billing profile was changed at Microsoft since the preview; nothing was sent', {
    remote: 'partner-center',
    hint: 'Look at it again, then preview your change again.',
  });

async function lookUp(client: PartnerCenterClient, { correction }: ProfileWrite, signal?: AbortSignal): Promise<LookUp> {
  const now = toBillTo(WireCustomerBilling.parse(await client.billingProfile(correction.customerTenantId, signal)));
  if (isSame(now, correction.to)) return { found: 'applied', remoteIds: [correction.customerTenantId] };
  return isSame(now, correction.from) ? { found: 'notApplied' } : { found: 'undecidable', candidates: [correction.customerTenantId] };
}

const isSame = (one: BillTo, other: BillTo): boolean => billToFields.every((field) => one[field] === other[field]);

/** Where each field lies: in the profile, or in its address. A person's name stands in both. */
const inProfile: Partial<Record<BillToField, string>> = {
  companyName: 'companyName',
  firstName: 'firstName',
  lastName: 'lastName',
  email: 'email',
  culture: 'culture',
  language: 'language',
};
const inAddress: Partial<Record<BillToField, string>> = {
  firstName: 'firstName',
  lastName: 'lastName',
  phone: 'phoneNumber',
  addressLine1: 'addressLine1',
  addressLine2: 'addressLine2',
  city: 'city',
  state: 'state',
  postalCode: 'postalCode',
  country: 'country',
};

function withChanges(body: JsonObject, correction: ProfileCorrection): JsonObject {
  const told = (places: Partial<Record<BillToField, string>>): JsonObject =>
    Object.fromEntries(
      changed(correction).flatMap((field) => (places[field] === undefined ? [] : [[places[field], correction.to[field]]])),
    );
  const address = body['defaultAddress'];
  return { ...body, ...told(inProfile), defaultAddress: { ...(isJsonObject(address) && address), ...told(inAddress) } };
}
