import type { Estate } from '../load/estate.ts';
import type { Fields } from '../read/fields.ts';
import type { AzureUsage } from './azure-usage.ts';
import type { Charges } from './charges.ts';
import { at } from './invoice-columns.ts';

const nobody = Buffer.alloc(0);

/** What one invoice charges, by subscription. Neighbouring lines mostly belong to the same one, so the last is kept at hand. */
export class ChargesTable {
  readonly byId = new Map<string, Charges>();
  readonly #estate: Estate;
  readonly #usage: AzureUsage;
  #lastId: Buffer = nobody;
  #last: Charges | undefined;
  /** Partner tenants that appear on the lines. */
  readonly partners = new Set<string>();

  constructor(estate: Estate, usage: AzureUsage) {
    this.#estate = estate;
    this.#usage = usage;
  }

  of(fields: Fields, lineNo: number): Charges {
    if (this.#last !== undefined && fields.equals(at.subscriptionId, this.#lastId)) return this.#last;
    const id = fields.ascii(at.subscriptionId).toLowerCase();
    let charges = this.byId.get(id);
    if (charges === undefined) {
      charges = this.#open(id, fields, lineNo);
      this.byId.set(id, charges);
    }
    this.#lastId = fields.copy(at.subscriptionId);
    this.#last = charges;
    return charges;
  }

  #open(id: string, fields: Fields, lineNo: number): Charges {
    const partnerId = fields.ascii(at.partnerId).toLowerCase();
    this.partners.add(partnerId);
    const listed = this.#estate.byId.get(id) ?? [];
    const subscription = listed.find((one) => one.partnerId === partnerId || one.partnerId === '' || partnerId === '');
    return {
      subscriptionId: id,
      customerId: fields.ascii(at.customerId).toLowerCase(),
      partnerId,
      invoice: fields.text(at.invoice),
      currency: fields.ascii(at.currency),
      subscription,
      lines: 0,
      cents: 0,
      firstLine: lineNo,
      late: undefined,
      cycle: undefined,
      hasRefund: false,
      price: undefined,
      proration: undefined,
      hasCredit: false,
      lostCents: 0,
      lostLine: -1,
      meters: this.#usage.plans.get(id),
    };
  }
}
