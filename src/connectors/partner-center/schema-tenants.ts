import { z } from 'zod';
import { optionalText, wireText } from '../../lib/wire.ts';

const WireAddress = z.looseObject({
  addressLine1: optionalText,
  addressLine2: optionalText,
  city: optionalText,
  state: optionalText,
  postalCode: optionalText,
  country: optionalText,
});
export type WireAddress = z.infer<typeof WireAddress>;

/** `POST /v1/validations/address` */
export const WireCheckedAddress = z.looseObject({
  status: wireText,
  suggestedAddresses: z.array(WireAddress).nullish(),
  validationMessage: optionalText,
});

/** `POST /v1/customers`. The relationship is told in two ways by the samples, so it is read back and not taken from here. */
export const WireMadeCustomer = z.looseObject({
  id: wireText,
  userCredentials: z.looseObject({ userName: optionalText, password: optionalText }).nullish(),
});

/** `POST /v1/attestations/enhanced`. Under which name the id comes is unverified: both that fit are read. */
export const WireAttestation = z.looseObject({ attestationId: optionalText, id: optionalText }).transform((wire, context) => {
  const id = wire.attestationId ?? wire.id;
  if (id !== undefined) return { id };
  context.addIssue({ code: 'custom', message: 'has no id' });
  return z.NEVER;
});
