import { z } from 'zod';
import { optionalCount, optionalText, wireCount, wireText } from '../../lib/wire.ts';

/** What the marketplace sends; only the fields that we read. Source: SimpleAPI 1.15 (distributors reference 4). */

/** `POST /token` with Basic. */
export const WireToken = z.looseObject({ token: wireText, expiresInSeconds: wireCount });

/** The token of a site's realm (newer CloudBlue). */
export const WireRealmToken = z.looseObject({ access_token: wireText, expires_in: wireCount });

export const WireList = z.looseObject({
  data: z.array(z.unknown()),
  pagination: z.looseObject({ offset: optionalCount, limit: optionalCount, total: optionalCount }).nullish(),
});
export type WireList = z.infer<typeof WireList>;

export const WireCustomer = z.looseObject({ id: wireText, name: wireText, externalId: optionalText, status: optionalText });
export type WireCustomer = z.infer<typeof WireCustomer>;

/** The document types no error; this is what clients see (unverified). */
export const WireError = z.looseObject({
  code: optionalText,
  message: optionalText,
  error: optionalText,
  details: z.array(z.looseObject({ message: optionalText })).nullish(),
});
