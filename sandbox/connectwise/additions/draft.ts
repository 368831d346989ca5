import { isJsonObject, type JsonObject, type JsonValue } from '../../../src/lib/exact-json.ts';
import type { PsaAddition, PsaCatalogItem, PsaCustomField, PsaCustomValue } from '../../world/types.ts';
import { type FieldError, invalid } from '../errors.ts';
import type { Changes } from './patch.ts';
import { dayValue, decimalValue, flagValue, textValue, ValueError, wholeValue } from './values.ts';

/** What a write of an addition may look at. */
export type Surroundings = {
  readonly catalog: readonly PsaCatalogItem[];
  readonly fields: readonly PsaCustomField[];
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
  customFields: (row, value, around) => ({ ...row, customFields: customValues(row.customFields, value, around.fields) }),
};

/** The row after a write, or why not. A changed product brings its own price, cost and texts, except those in the same write. */
export function draftAddition(base: PsaAddition, changes: Changes, around: Surroundings): PsaAddition | readonly FieldError[] {
  const errors: FieldError[] = [];
  let row = base;
  const attempt = (name: string, write: () => PsaAddition): void => {
    try {
      row = write();
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      errors.push(invalid('addition', name, `${name} ${error.message}.`));
    }
  };
  const product = changes['product'];
  if (product !== undefined) attempt('product', () => withProduct(row, product, around.catalog));
  for (const [name, value] of Object.entries(changes)) {
    const write = writers[name];
    if (write !== undefined) attempt(name, () => write(row, value, around));
  }
  if (row.cancelledDate !== undefined && row.cancelledDate < row.effectiveDate) {
    errors.push(invalid('addition', 'cancelledDate', 'cancelledDate must not be before effectiveDate.'));
  }
  return errors.length > 0 ? errors : row;
}

function withProduct(row: PsaAddition, value: JsonValue, catalog: readonly PsaCatalogItem[]): PsaAddition {
  const item = isJsonObject(value) ? findItem(value, catalog) : undefined;
  if (item === undefined) throw new ValueError('must name a catalogue item by id or identifier');
  if (item.productClass === 'Bundle') throw new ValueError('must not be of class Bundle: bundles cannot be added to an agreement');
  if (item.id === row.catalogItemId) return row;
  return {
    ...row,
    catalogItemId: item.id,
    unitPrice: item.price,
    unitCost: item.cost,
    taxable: item.taxable,
    description: item.description,
    invoiceDescription: item.customerDescription,
    uom: item.unitOfMeasure.name,
  };
}

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

/** Values by field id; a field that the write does not name keeps its value, one with null or no value loses it. */
function customValues(before: readonly PsaCustomValue[], value: JsonValue, fields: readonly PsaCustomField[]): readonly PsaCustomValue[] {
  if (value === null) return [];
  if (!Array.isArray(value)) throw new ValueError('must be an array');
  const values = new Map(before.map((one) => [one.fieldId, one.value]));
  for (const entry of value as readonly JsonValue[]) {
    const id = isJsonObject(entry) ? wholeValue(entry['id']) : undefined;
    const given = isJsonObject(entry) ? entry['value'] : undefined;
    if (id === undefined || !fields.some((field) => field.id === id)) throw new ValueError('must name fields of additions by id');
    if (given === undefined || given === null) values.delete(id);
    else values.set(id, textValue(given, 4000));
  }
  return [...values].map(([fieldId, text]) => ({ fieldId, value: text }));
}
