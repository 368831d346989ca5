/** Charge types of new commerce (partner-center-api.md 11.4), as the file writes them; any other is 0. */
export const chargeTypes = [
  '',
  'new',
  'renew',
  'cycleCharge',
  'cancelImmediate',
  'customerCredit',
  'addQuantity',
  'removeQuantity',
  'moveQuantity',
  'convert',
  'changeBillingPlan',
  'extendTerm',
] as const;

// Files differ in upper and lower case.
const codes = new Map<string, number>(chargeTypes.map((name, code) => [name.toLowerCase(), code]));
// Lines of the first API say Cancel where files say cancelImmediate (partner-center-api.md 10.3).
codes.set('cancel', codes.get('cancelimmediate') ?? 0);
export const chargeTypeCode = (text: string): number => codes.get(text.toLowerCase()) ?? 0;

export const cancelImmediate: number = chargeTypeCode('cancelImmediate');
export const customerCredit: number = chargeTypeCode('customerCredit');

const cycles = new Set(['new', 'renew', 'cycleCharge'].map(chargeTypeCode));
/** A charge for a whole cycle, as against a change within one. */
export const isCycle = (code: number): boolean => cycles.has(code);
