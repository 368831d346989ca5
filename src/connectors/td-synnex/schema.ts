import { z } from 'zod';
import { optionalCount, optionalFlag, optionalText, wireCount, wireText } from '../../lib/wire.ts';

/** What StreamOne Ion sends; only the fields that we read. Source: vendor's interface description, version 3 (distributors reference 3). */

/** `POST /oauth/token`: every exchange spends the refresh token that was sent and gives out another one. */
export const WireToken = z.looseObject({ access_token: wireText, refresh_token: wireText, expires_in: wireCount });

/** `POST /oauth/validateAccess`: seconds that are left. */
export const WireLife = z.looseObject({ access_expires_in: optionalCount, refresh_expires_in: optionalCount });

export const WireCustomer = z.looseObject({
  id: wireText,
  customerOrganization: wireText,
  customerStatus: optionalText,
  uid: optionalText,
});
export type WireCustomer = z.infer<typeof WireCustomer>;

/** Paging A: the token is absent or empty at the end. */
export const WireCustomers = z.looseObject({ customers: z.array(z.unknown()).nullish(), nextPageToken: optionalText });

/** A cloud of a customer. `gdapStatus` is an open word of the vendor (its values are not published). */
export const WireCloudProfile = z.looseObject({
  providerId: optionalText,
  enabled: optionalFlag,
  customerTenantId: optionalText,
  customerDomain: optionalText,
  gdapStatus: optionalText,
});
export type WireCloudProfile = z.infer<typeof WireCloudProfile>;
export const WireCloudProfiles = z.looseObject({ customerCloudProfiles: z.array(WireCloudProfile).nullish() });

/** Paging B; the count comes as text. */
export const WireSubscriptions = z.looseObject({ totalCount: optionalCount, items: z.array(z.unknown()).nullish() });

/** Errors A and B; `error` alone is the token endpoint's form. */
export const WireError = z.looseObject({
  error: optionalText,
  message: optionalText,
  details: z.array(z.looseObject({ code: optionalText, detail: optionalText, requestId: optionalText })).nullish(),
});
