import type { Rules } from '../../ledger/rules.ts';
import { defaultSwitches, type Switches } from '../../world/switches.ts';
import type { BillingExport } from '../../world/types.ts';

/** How an export is written: the switches of the day on which it was asked for. */
export type Form = Switches['billingExport'];

// Both were written from the switches themselves when the export was asked for.
export const formOf = ({ form }: Pick<BillingExport, 'form'>): Form => ({
  ...defaultSwitches.billingExport,
  ...(JSON.parse(form) as Partial<Form>),
});
export const rulesOf = ({ rules }: Pick<BillingExport, 'rules'>): Rules => ({
  ...defaultSwitches.billing,
  ...(JSON.parse(rules) as Partial<Rules>),
});

/** The members that change what is in the blobs. */
export const contentOf = (form: Form): readonly unknown[] => [
  form.linesPerBlob,
  form.columns,
  form.reconciliationBasic,
  form.amounts,
  form.guardedNumbers,
  form.chargeType,
  form.byteOrderMark,
  form.multiMember,
];
