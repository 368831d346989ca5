import { Decimal, sumDecimals } from '../../../src/lib/decimal.ts';
import type { PsaAddition, PsaAdditionState, PsaAdjustment, PsaAgreement } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { prorated } from '../answers/proration.ts';

/** A line of an invoice, as it was when the invoice was made. */
export type InvoiceLine = {
  readonly catalogItemId: number;
  readonly description: string;
  readonly quantity: Decimal;
  readonly unitPrice: Decimal;
  readonly unitCost: Decimal;
  readonly taxable: boolean;
};

/** The invoice of an agreement for one month; made on its 1st, for the month ahead. */
export type AgreementInvoice = {
  readonly id: number;
  readonly agreement: PsaAgreement;
  /** `2026-11-01` */
  readonly date: string;
  readonly lines: readonly InvoiceLine[];
  readonly total: Decimal;
};

/** How many months back invoices are still shown. */
const monthsKept = 6;
const firstYear = 2010;

/** Numbers follow from agreement and month, so that they never change: `agreement * 1000 + months since 2010`. */
export const invoiceId = (agreementId: number, date: string): number =>
  agreementId * 1000 + (Number(date.slice(0, 4)) - firstYear) * 12 + Number(date.slice(5, 7)) - 1;

/** All posted invoices of an agreement, oldest first; none without lines. Worked out of its lines as they stood, nothing is kept. */
export function invoicesOf(world: World, agreement: PsaAgreement): readonly AgreementInvoice[] {
  const today = Temporal.PlainDate.from(world.today());
  const dates = Array.from({ length: monthsKept }, (_, back) =>
    today
      .with({ day: 1 })
      .subtract({ months: monthsKept - 1 - back })
      .toString(),
  );
  return dates
    .filter((date) => isBilled(agreement, date))
    .map((date) => invoiceOf(world, agreement, date))
    .filter((invoice) => invoice.lines.length > 0);
}

const isBilled = (agreement: PsaAgreement, date: string): boolean =>
  agreement.startDate <= date &&
  (agreement.noEndDate || agreement.endDate === undefined || agreement.endDate >= date) &&
  !(agreement.cancelled && (agreement.cancelledDate ?? '') <= date);

function invoiceOf(world: World, agreement: PsaAgreement, date: string): AgreementInvoice {
  const { tables } = world;
  const removed = tables.psaRemovedAdditions.by('agreementId', agreement.id).filter((row) => row.removedAt.slice(0, 10) > date);
  const additions = [...tables.psaAdditions.by('agreementId', agreement.id), ...removed].sort((a, b) => a.id - b.id);
  const lines = [
    ...additions.flatMap((addition) => linesOf(addition, agreement, date)),
    ...tables.psaAdjustments.by('agreementId', agreement.id).flatMap((row) => adjustmentLine(row, date)),
  ];
  const total = sumDecimals(lines.map(({ quantity, unitPrice }) => quantity.times(unitPrice)));
  return { id: invoiceId(agreement.id, date), agreement, date, lines, total };
}

/** The line of the month, and before it the cut first month when the agreement prorates and the line began inside the month before. */
function linesOf(addition: PsaAddition, agreement: PsaAgreement, date: string): readonly InvoiceLine[] {
  if (addition.enteredAt.slice(0, 10) > date) return [];
  const state = stateAt(addition, date);
  const quantity = new Decimal(state.quantity).minus(state.lessIncluded);
  const isLive = state.effectiveDate <= date && (state.cancelledDate === undefined || state.cancelledDate > date);
  if (!isLive || state.billCustomer !== 'Billable' || quantity.lessThanOrEqualTo(0)) return [];
  const { invoiceDescription: description, taxable } = addition;
  const base = { catalogItemId: state.catalogItemId, description, quantity, taxable };
  const line = { ...base, unitPrice: new Decimal(state.unitPrice), unitCost: new Decimal(state.unitCost) };
  const before = Temporal.PlainDate.from(date).subtract({ months: 1 }).toString();
  if (!agreement.prorate || state.effectiveDate <= before || state.effectiveDate === date) return [line];
  const part = prorated({ ...addition, ...state }, agreement);
  return [{ ...base, description: `${description} (prorated)`, unitPrice: part.price, unitCost: part.cost }, line];
}

/** How a line stood at the end of the day of an invoice. */
const stateAt = (addition: PsaAddition, date: string): Omit<PsaAdditionState, 'until'> =>
  addition.earlier?.find((state) => state.until.slice(0, 10) > date) ?? addition;

function adjustmentLine(row: PsaAdjustment, date: string): readonly InvoiceLine[] {
  const before = Temporal.PlainDate.from(date).subtract({ months: 1 }).toString();
  if (row.effectiveDate > date || row.effectiveDate <= before || row.enteredAt.slice(0, 10) > date) return [];
  const one = new Decimal(1);
  return [
    {
      catalogItemId: 0,
      description: row.description,
      quantity: one,
      unitPrice: new Decimal(row.amount),
      unitCost: new Decimal(0),
      taxable: false,
    },
  ];
}

/** Whether a line stands on a posted invoice: it was live on the 1st of a month that has come. */
export const isInvoiced = (world: World, agreement: PsaAgreement, addition: PsaAddition): boolean =>
  invoicesOf(world, agreement).some(({ date }) => linesOf(addition, agreement, date).length > 0);
