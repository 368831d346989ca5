import { parseDecimal, printDecimal } from '../../lib/decimal.ts';
import { ExactNumber, exactNumber, type JsonValue } from '../../lib/exact-json.ts';
import { must } from '../../lib/must.ts';

/** Bodies of writes, as ConnectWise takes them. Pure; amounts keep their digits. */

export const amountOf = (text: string): ExactNumber => exactNumber(printDecimal(must(parseDecimal(text), `an amount in "${text}"`)));

/** Dates have a meaning without time and are written as UTC midnight. */
export const dateOf = (day: string): string => `${day}T00:00:00Z`;

export type Operation = { readonly op: 'add' | 'replace' | 'remove'; readonly path: string; readonly value?: JsonValue };

/** Paths without a slash in front, as public clients write them. */
export const replace = (path: string, value: JsonValue): Operation => ({ op: 'replace', path, value });

export const quantityChange = (to: string): readonly Operation[] => [replace('quantity', amountOf(to))];
export const priceChange = (to: string): readonly Operation[] => [replace('unitPrice', amountOf(to))];
/** `lastDay` is the date that ConnectWise keeps as cancelled. */
export const ending = (lastDay: string): readonly Operation[] => [{ op: 'add', path: 'cancelledDate', value: dateOf(lastDay) }];
export const reopening: readonly Operation[] = [{ op: 'remove', path: 'cancelledDate' }];

/** What goes along when the service changes; left out, ConnectWise would take price, cost and texts from the new catalogue item. */
export type ServiceChange = {
  readonly serviceRemoteId: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly unitCost: string;
  readonly invoiceDescription: string;
  readonly taxableFlag: boolean;
  readonly billCustomer: string;
};

export const serviceChange = (change: ServiceChange): readonly Operation[] => [
  replace('product', { id: idOf(change.serviceRemoteId) }),
  replace('unitPrice', amountOf(change.unitPrice)),
  replace('unitCost', amountOf(change.unitCost)),
  replace('quantity', amountOf(change.quantity)),
  replace('invoiceDescription', change.invoiceDescription),
  replace('taxableFlag', change.taxableFlag),
  replace('billCustomer', change.billCustomer),
];

export type NewLine = {
  readonly serviceRemoteId: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly unitCost: string;
  readonly effectiveOn: string;
  readonly invoiceDescription: string;
  readonly billCustomer?: string;
  readonly lessIncluded?: string;
  readonly taxableFlag?: boolean;
  readonly description?: string;
  readonly serialNumber?: string;
  readonly customFields?: readonly { readonly id: string; readonly value: string }[];
};

export const newLineBody = (line: NewLine): JsonValue => ({
  quantity: amountOf(line.quantity),
  ...(line.lessIncluded === undefined ? {} : { lessIncluded: amountOf(line.lessIncluded) }),
  unitPrice: amountOf(line.unitPrice),
  unitCost: amountOf(line.unitCost),
  billCustomer: line.billCustomer ?? 'Billable',
  effectiveDate: dateOf(line.effectiveOn),
  ...(line.taxableFlag === undefined ? {} : { taxableFlag: line.taxableFlag }),
  ...(line.serialNumber === undefined ? {} : { serialNumber: line.serialNumber }),
  ...(line.description === undefined ? {} : { description: line.description }),
  invoiceDescription: line.invoiceDescription,
  product: { id: idOf(line.serviceRemoteId) },
  ...(line.customFields === undefined ? {} : { customFields: line.customFields.map(({ id, value }) => ({ id: idOf(id), value })) }),
});

const idOf = (remoteId: string): number => Number(amountOf(remoteId).text);
