import { isJsonObject, type JsonObject, type JsonValue } from '../../../src/lib/exact-json.ts';
import type { PsaAddition, PsaCatalogItem, PsaCustomField } from '../../world/types.ts';
import { type FieldError, invalid } from '../errors.ts';
import { customValues } from '../writes/custom-values.ts';
import { draft } from '../writes/draft.ts';
import type { Changes } from './patch.ts';
import { dayValue, decimalValue, flagValue, textValue, ValueError, wholeValue } from './values.ts';

/** What a write of an addition may look at. */
export type Surroundings = {
  readonly catalog: readonly PsaCatalogItem[];
  readonly fields: readonly PsaCustomField[];
  /** What a changed product does to price, cost and texts: brings its own unless they are sent along, always, never. */
  readonly productPatch: 'unlessSent' | 'always' | 'never';
};

type Writer = (row: PsaAddition, value: JsonValue, around: Surroundings) => PsaAddition;

/** The members that a caller can write, one rule each; all others of an addition are worked out and silently kept. */
const writers: Readonly<Record<string, Writer>> = {
  quantity: (row, value) => ({ ...row, quantity: decimalValue(value) }),
  lessIncluded: (row, value) => ({ ...row, lessIncluded: decimalValue(value) }),
  unitPrice: (row, value) => ({ ...row, unitPrice: decimalValue(value) }),
  unitCost: (row, value) => ({ ...row, unitCost: decimalValue(value) }),
  billCustomer: (row, value) => ({ ...row, billCustomer: billCustomerValue(value) }),
  effectiveDate: (row, value) => ({ ...row, effectiveDate: dayValue(value) ?? row.effectiveDate }),
  cancelledDate: (row, value) => withCancelledDate(row, dayValue(value)),
  taxableFlag: (row, value) => ({ ...row, taxable: flagValue(value) }),
  serialNumber: (row, value) => ({ ...row, serialNumber: textValue(value, 50) }),
  invoiceDescription: (row, value) => ({ ...row, invoiceDescription: textValue(value, 6000) }),
  description: (row, value) => ({ ...row, description: textValue(value, 6000) }),
  sequenceNumber: (row, value) => ({ ...row, sequenceNumber: Number(decimalValue(value)) }),
  uom: (row, value) => ({ ...row, uom: textValue(value, 50) }),
  customFields: (row, value, around) => ({ ...row, customFields: customValues(row.customFields, value, around.fields) }),
};

/** The row after a write, or why not. A changed product brings its own price, cost and texts, except those in the same write. */
export function draftAddition(base: PsaAddition, changes: Changes, around: Surroundings): PsaAddition | readonly FieldError[] {
  const { product, ...others } = changes;
  const row = draft(
    'addition',
    base,
    product === undefined ? others : { product, ...others },
    { ...writers, product: withProduct },
    around,
  );
  if ('length' in row) return row;
  if (row.cancelledDate !== undefined && row.cancelledDate < row.effectiveDate)
    return [invalid('addition', 'cancelledDate', 'cancelledDate must not be before effectiveDate.')];
  const item = around.productPatch === 'always' && row.catalogItemId !== base.catalogItemId ? itemOf(row, around) : undefined;
  return item === undefined ? row : priced(row, item);
}

function withProduct(row: PsaAddition, value: JsonValue, { catalog, productPatch }: Surroundings): PsaAddition {
  const item = isJsonObject(value) ? findItem(value, catalog) : undefined;
  if (item === undefined) throw new ValueError('must name a catalogue item by id or identifier');
  if (item.productClass === 'Bundle') throw new ValueError('must not be of class Bundle: bundles cannot be added to an agreement');
  if (item.id === row.catalogItemId) return row;
  // 0: a new line has nothing that could be kept.
  return productPatch === 'never' && row.catalogItemId !== 0 ? { ...row, catalogItemId: item.id } : priced(row, item);
}

const itemOf = (row: PsaAddition, { catalog }: Surroundings): PsaCatalogItem | undefined =>
  catalog.find((item) => item.id === row.catalogItemId);

const priced = (row: PsaAddition, item: PsaCatalogItem): PsaAddition => ({
  ...row,
  catalogItemId: item.id,
  unitPrice: item.price,
  unitCost: item.cost,
  taxable: item.taxable,
  description: item.description,
  invoiceDescription: item.customerDescription,
  uom: item.unitOfMeasure.name,
});

const findItem = (value: JsonObject, catalog: readonly PsaCatalogItem[]): PsaCatalogItem | undefined => {
  const id = wholeValue(value['id']);
  const identifier = value['identifier'];
  return catalog.find((item) => (id === undefined ? item.identifier === identifier : item.id === id));
};

function billCustomerValue(value: JsonValue): PsaAddition['billCustomer'] {
  if (value === 'Billable' || value === 'DoNotBill' || value === 'NoCharge') return value;
  throw new ValueError('must be Billable, DoNotBill or NoCharge');
}

function withCancelledDate(row: PsaAddition, day: string | undefined): PsaAddition {
  const { cancelledDate: _before, ...rest } = row;
  return day === undefined ? rest : { ...rest, cancelledDate: day };
}
