import type { Clock } from '../../lib/clock.ts';
import { inParallel } from '../../lib/in-parallel.ts';
import { foldDomain } from '../../lib/normalise.ts';
import { sift } from '../../lib/sift.ts';
import { readGuid } from '../../lib/wire.ts';
import { BillTo, type BillToField, type CountryRules, type CustomerProfile } from '../../model/bill-to.ts';
import type { Cloud } from '../../model/cloud.ts';
import type { PartnerType } from '../../model/connection.ts';
import type { CustomerDirectory } from '../ports.ts';
import type { ListPage, PartnerCenterClient } from './client.ts';
import { type WireCountryRules, WireCustomer, type WireCustomerBilling, type WireFullCustomer, WireRelationship } from './schema.ts';
import type { Place } from './seek-paging.ts';
import { toCustomer } from './translate.ts';

/** Rules of countries change by Microsoft's own releases; a day is soon enough. */
const rulesKeptMs = 24 * 3_600_000;

export function createDirectory(
  client: PartnerCenterClient,
  clock: Clock,
  { cloud, partnerType }: { readonly cloud: Cloud; readonly partnerType: PartnerType },
): Omit<CustomerDirectory, 'billTo'> {
  const kept = new Map<string, { readonly until: number; readonly rules: CountryRules | undefined }>();
  return {
    find: async (by, signal) => {
      const wires =
        'tenantId' in by ? [await client.customer(by.tenantId, signal)] : (await client.customersByDomain(by.domain, signal)).items;
      const { items } = sift(
        wires.filter((wire) => wire !== undefined),
        WireCustomer,
        (wire) => toCustomer(wire, cloud),
      );
      // The filter takes the start of a domain; only the whole one is meant.
      return 'domain' in by ? items.filter(({ domain }) => domain === by.domain) : items;
    },
    isDomainTaken: (domain, signal) => client.isDomainTaken(domain, signal),
    invitation: async (signal) => (await client.invitation(signal)).url,
    profile: async (tenantId, signal) => {
      const wire = await client.customer(tenantId, signal);
      return wire === undefined ? undefined : toProfile(wire);
    },
    ...(partnerType === 'indirectProvider' && {
      resellers: async (signal) => {
        const found = await everyItem((place) => client.indirectResellers(place, signal));
        const { items } = sift(found, WireRelationship, (wire) => ({ item: wire }));
        return inParallel(items, resellersAtOnce, async ({ id, mpnId, name }) => {
          const customers = await everyItem((place) => client.customersOfReseller(id, place, signal));
          const { items: theirs } = sift(customers, WireCustomer, (wire) => toCustomer(wire, cloud));
          return { mpnId: mpnId ?? '', name: name ?? '', customerTenantIds: theirs.map(({ tenantId }) => tenantId) };
        });
      },
    }),
    countryRules: async (country, signal) => {
      const known = kept.get(country);
      const nowMs = clock.now().epochMilliseconds;
      if (known !== undefined && known.until > nowMs) return known.rules;
      const wire = await client.countryRules(country, signal);
      const rules = wire && toCountryRules(wire);
      kept.set(country, { until: nowMs + rulesKeptMs, rules });
      return rules;
    },
  };
}

/** Lists of resellers read side by side; their rate is the account's own. */
const resellersAtOnce = 4;

/** All pages of a short list. */
async function everyItem(page: (place: Place | undefined) => Promise<ListPage>): Promise<unknown[]> {
  const items: unknown[] = [];
  for (let place: Place | undefined; ; ) {
    const { list, next } = await page(place);
    items.push(...list.items);
    if (next === undefined) return items;
    place = next;
  }
}

export function toProfile(wire: WireFullCustomer): CustomerProfile {
  const { companyProfile, billingProfile, customDomains } = wire;
  const domains = [companyProfile.domain, ...(customDomains ?? [])]
    .map((domain) => foldDomain(domain ?? ''))
    .filter((domain) => domain !== '');
  return {
    billTo: toBillTo(billingProfile ?? {}),
    etag: billingProfile?.attributes?.etag ?? '',
    registrationNumber: companyProfile.organizationRegistrationNumber ?? '',
    domains: [...new Set(domains)].sort(),
    resellerTenantId: readGuid(wire.associatedPartnerId) ?? '',
  };
}

/** The state of an address is called state or region, depending on the page (partner-center-api reference 3). */
export function toBillTo(wire: Partial<WireCustomerBilling>): BillTo {
  const address = wire.defaultAddress ?? undefined;
  const said = {
    companyName: wire.companyName,
    firstName: wire.firstName,
    lastName: wire.lastName,
    email: wire.email,
    phone: address?.phoneNumber,
    addressLine1: address?.addressLine1,
    addressLine2: address?.addressLine2,
    city: address?.city,
    state: address?.state ?? address?.region,
    postalCode: address?.postalCode,
    country: address?.country?.toUpperCase(),
    culture: wire.culture,
    language: wire.language,
  } satisfies Record<BillToField, string | undefined>;
  return BillTo.parse(Object.fromEntries(Object.entries(said).map(([field, text]) => [field, text?.slice(0, 200) ?? ''])));
}

export const toCountryRules = (wire: WireCountryRules): CountryRules => ({
  country: wire.iso2Code.toUpperCase(),
  isStateRequired: wire.isStateRequired ?? false,
  states: (wire.states?.value ?? []).map((state) => state.toUpperCase()),
  isPostalCodeRequired: wire.isPostalCodeRequired ?? false,
  isCityRequired: wire.isCityRequired ?? false,
  postalCodePattern: wire.postalCodeRegex ?? '',
  phonePattern: wire.phoneNumberRegex ?? '',
  isRegistrationNumberSupported: wire.isRegistrationNumberSupported ?? false,
});
