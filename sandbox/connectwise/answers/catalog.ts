import type { JsonObject } from '../../../src/lib/exact-json.ts';
import type { PsaCatalogItem } from '../../world/types.ts';
import { shownExtra } from '../writes/members.ts';
import { decimal, type Href, reference, stampOf, wholeSeconds } from './values.ts';

/** A catalogue item; `recurring*` repeats price and cost because every item of the estate is billed by cycle. */
export const catalogAnswer = (item: PsaCatalogItem, href: Href): JsonObject => ({
  id: item.id,
  identifier: item.identifier,
  description: item.description,
  inactiveFlag: item.inactive,
  subcategory: reference(item.subcategory, 'subcategory', href(`/procurement/subcategories/${item.subcategory.id}`)),
  type: reference(item.type, 'type', href(`/procurement/types/${item.type.id}`)),
  productClass: item.productClass,
  serializedFlag: false,
  serializedCostFlag: false,
  phaseProductFlag: false,
  unitOfMeasure: reference(item.unitOfMeasure, 'uom', href(`/procurement/unitOfMeasures/${item.unitOfMeasure.id}`)),
  minStockLevel: 0,
  price: decimal(item.price),
  cost: decimal(item.cost),
  taxableFlag: item.taxable,
  dropShipFlag: false,
  specialOrderFlag: false,
  customerDescription: item.customerDescription,
  manufacturerPartNumber: item.manufacturerPartNumber,
  vendorSku: item.vendorSku,
  notes: '',
  integrationXRef: item.integrationXRef,
  dateEntered: wholeSeconds(item.enteredAt),
  recurringFlag: true,
  recurringRevenue: decimal(item.price),
  recurringCost: decimal(item.cost),
  recurringOneTimeFlag: false,
  recurringBillCycle: reference(item.billCycle, 'billingCycle', href(`/finance/billingCycles/${item.billCycle.id}`)),
  recurringCycleType: 'CalendarYear',
  calculatedPriceFlag: false,
  calculatedCostFlag: false,
  category: reference(item.category, 'category', href(`/procurement/categories/${item.category.id}`)),
  ...shownExtra('catalogItem', item.extra),
  _info: stampOf(item),
});
