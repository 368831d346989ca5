import type { CartLineError } from '../../world/types.ts';

/** Documented codes of a line's error; the texts are ours. */
const texts = {
  10000: 'The currency is not valid for this customer.',
  10001: 'The catalog item ID is not valid.',
  10002: 'The quota for this item is exceeded.',
  10003: 'There is no inventory for this item.',
  10004: 'A participant is not valid.',
  10006: 'The item cannot be purchased.',
  10007: 'The subscription in the provisioning context is missing.',
  10008: 'The subscription in the provisioning context is not valid.',
  10009: 'The limit of the integration sandbox is reached.',
  10010: 'The input is not valid.',
  10011: 'The subscription in the provisioning context is not registered.',
  10012: 'The item requires acceptance of its attestation.',
  10015: 'The quantity is not within the minimum and maximum number of seats.',
  400041: 'The add-on cannot be purchased without one of its base products.',
} as const;

export type LineCode = keyof typeof texts;

export const problem = (code: LineCode, more: Partial<Omit<CartLineError, 'code'>> = {}): CartLineError => ({
  code: String(code),
  description: texts[code],
  ...more,
});

/** Of the first term's end that somebody chose; the code is that of any wrong input. */
export const customEndText =
  'The custom term end date does not match with the end date of any active non-trial OnlineServicesNCE subscription or align with the end of the calendar month.';
