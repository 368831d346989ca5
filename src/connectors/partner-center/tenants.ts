import { readGuid } from '../../lib/wire.ts';
import type { BillTo } from '../../model/bill-to.ts';
import { RemoteError } from '../../platform/http/fault.ts';
import type { TenantMaker } from '../ports.ts';
import type { PartnerCenterClient } from './client.ts';
import type { WireAddress } from './schema-tenants.ts';

/** Addresses that Microsoft takes as they are; the other words ask for a look (partner-center-api reference 3). */
const goodAddress = new Set(['VerifiedShippable', 'Verified']);

/** Where a customer accepts the agreement that a partner attested (reference 5: seen with two clients). */
const agreementPage = 'https://cdn.partner.microsoft.com/mca/?attestationid=';

/** Makes tenants for customers that have none. */
export const createTenantMaker = (client: PartnerCenterClient): TenantMaker => ({
  checkAddress: async (billTo, signal) => {
    const { status, validationMessage, suggestedAddresses } = await client.checkAddress(addressOf(billTo), signal);
    const suggestions = (suggestedAddresses ?? []).map(lineOf);
    return { status, isGood: goodAddress.has(status), message: validationMessage ?? '', suggestions };
  },

  make: async ({ domain, billTo, registrationNumber }, signal) => {
    const { id, userCredentials } = await client.makeCustomer(
      {
        companyProfile: { domain, ...(registrationNumber !== '' && { organizationRegistrationNumber: registrationNumber }) },
        billingProfile: {
          companyName: billTo.companyName,
          firstName: billTo.firstName,
          lastName: billTo.lastName,
          email: billTo.email,
          culture: billTo.culture,
          language: billTo.language,
          defaultAddress: {
            firstName: billTo.firstName,
            lastName: billTo.lastName,
            phoneNumber: billTo.phone,
            ...addressOf(billTo),
          },
        },
      },
      signal,
    );
    const tenantId = readGuid(id);
    if (tenantId === undefined)
      throw new RemoteError('remote_unreadable', 'unknown_outcome', 'The new tenant has no id', { remote: 'partner-center' });
    const { userName, password } = userCredentials ?? {};
    return { tenantId, administrator: userName === undefined || password === undefined ? undefined : { userName, password } };
  },

  attest: async ({ country, culture, companyName, firstName, lastName }, signal) => {
    const body = { country, language: culture, companyName, signatoryFirstName: firstName, signatoryLastName: lastName };
    const { id } = await client.attest(body, signal);
    return `${agreementPage}${encodeURIComponent(id)}`;
  },
});

const addressOf = ({ addressLine1, addressLine2, city, state, postalCode, country }: BillTo) => ({
  addressLine1,
  ...(addressLine2 !== '' && { addressLine2 }),
  city,
  state,
  postalCode,
  country,
});

const lineOf = ({ addressLine1, addressLine2, city, state, postalCode, country }: WireAddress): string =>
  [addressLine1, addressLine2, city, state, postalCode, country].filter((part) => part !== undefined && part !== '').join(', ');
