/** What Microsoft's codes of new commerce mean (partner-center-api.md 11.4). Other sources write words already. */
const words: Readonly<Record<string, string>> = {
  new: 'New subscription',
  renew: 'Renewal',
  cycleCharge: 'Charge of the cycle',
  addQuantity: 'Seats added',
  removeQuantity: 'Seats removed',
  moveQuantity: 'Seats moved',
  cancelImmediate: 'Cancelled at once',
  convert: 'Converted',
  changeBillingPlan: 'Billing plan changed',
  customerCredit: 'Credit to the customer',
  extendTerm: 'Term extended',
};

/** "Charge of the cycle"; a code that nobody knows stays as it came. */
export const chargeWordOf = (chargeType: string): string => words[chargeType] ?? chargeType;
