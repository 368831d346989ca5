import { Decimal } from '../../../src/lib/decimal.ts';
import type { JsonObject } from '../../../src/lib/exact-json.ts';
import type { PsaAddition, PsaAgreement, PsaCatalogItem, PsaCustomField } from '../../world/types.ts';
import { shownExtra } from '../writes/members.ts';
import { agreementStatus } from './agreement.ts';
import { customFields } from './custom-fields.ts';
import { prorated } from './proration.ts';
import { dateOf, decimal, type EmptyDates, type Href, stampOf, unsetDate } from './values.ts';

export type AdditionParts = {
  readonly addition: PsaAddition;
  readonly agreement: PsaAgreement;
  readonly item: PsaCatalogItem;
  readonly fields: readonly PsaCustomField[];
  /** `2026-11-21` */
  readonly today: string;
  readonly emptyDates: EmptyDates;
};

/** An addition. Billed quantity, totals, margin and proration are worked out here; nobody can write them. */
export function additionAnswer({ addition, agreement, item, fields, today, emptyDates }: AdditionParts, href: Href): JsonObject {
  const billed = new Decimal(addition.quantity).minus(addition.lessIncluded);
  const extPrice = billed.times(addition.unitPrice);
  const extCost = billed.times(addition.unitCost);
  const part = prorated(addition, agreement);
  return {
    id: addition.id,
    product: {
      id: item.id,
      identifier: item.identifier,
      serializedFlag: false,
      _info: { catalog_href: href(`/procurement/catalog/${item.id}`) },
    },
    quantity: decimal(addition.quantity),
    lessIncluded: decimal(addition.lessIncluded),
    unitPrice: decimal(addition.unitPrice),
    unitCost: decimal(addition.unitCost),
    billCustomer: addition.billCustomer,
    effectiveDate: dateOf(addition.effectiveDate),
    cancelledDate: addition.cancelledDate === undefined ? unsetDate(emptyDates, addition.id % 4 === 0) : dateOf(addition.cancelledDate),
    taxableFlag: addition.taxable,
    serialNumber: addition.serialNumber,
    invoiceDescription: addition.invoiceDescription,
    purchaseItemFlag: false,
    specialOrderFlag: false,
    agreementId: addition.agreementId,
    description: addition.description,
    billedQuantity: decimal(billed),
    uom: addition.uom ?? item.unitOfMeasure.name,
    extPrice: decimal(extPrice),
    extCost: decimal(extCost),
    sequenceNumber: decimal(String(addition.sequenceNumber)),
    margin: decimal(extPrice.minus(extCost)),
    prorateCost: decimal(part.cost),
    proratePrice: decimal(part.price),
    extendedProrateCost: decimal(part.cost.times(billed)),
    extendedProratePrice: decimal(part.price.times(billed)),
    prorateCurrentPeriodFlag: false,
    ...shownExtra('addition', addition.extra),
    agreementStatus: agreementStatus(agreement, today),
    additionStatus: additionStatus(addition, today),
    _info: { ...stampOf(addition), agreement_href: href(`/finance/agreements/${addition.agreementId}`) },
    customFields: customFields(fields, addition.customFields),
  };
}

/** Live from `effectiveDate` until the day before `cancelledDate`; the status only repeats the dates. */
export function additionStatus(addition: PsaAddition, today: string): 'Active' | 'Cancelled' | 'Inactive' {
  if (addition.cancelledDate !== undefined && addition.cancelledDate <= today) return 'Cancelled';
  return addition.effectiveDate > today ? 'Inactive' : 'Active';
}
