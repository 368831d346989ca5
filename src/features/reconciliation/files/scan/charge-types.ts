/** Charge types that the comparison tells apart, as the file writes them; any other is 0. */
export const chargeTypes = ['', 'new', 'renew', 'cycleCharge', 'cancelImmediate', 'customerCredit'] as const;

// Files differ in upper and lower case.
const codes = new Map<string, number>(chargeTypes.map((name, code) => [name.toLowerCase(), code]));
export const chargeTypeCode = (text: string): number => codes.get(text.toLowerCase()) ?? 0;

export const cancelImmediate: number = chargeTypeCode('cancelImmediate');
export const customerCredit: number = chargeTypeCode('customerCredit');

const cycles = new Set(['new', 'renew', 'cycleCharge'].map(chargeTypeCode));
/** A charge for a whole cycle, as against a change within one. */
export const isCycle = (code: number): boolean => cycles.has(code);
