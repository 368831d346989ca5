import type { Estate } from '../load/estate.ts';
import type { Subscription } from '../model.ts';
import type { AzureUsage } from './azure-usage.ts';
import type { Charges } from './charges.ts';
import { type Account, noDay, type Run } from './line-batch.ts';

/** What one invoice charges, by subscription. */
export class ChargesTable {
  readonly byId = new Map<string, Charges>();
  readonly #estate: Estate;
  readonly #usage: AzureUsage;
  /** Partner tenants that appear on the lines. */
  readonly partners = new Set<string>();

  constructor(estate: Estate, usage: AzureUsage) {
    this.#estate = estate;
    this.#usage = usage;
  }

  /** The charges that a run of lines belongs to; `line` is the first of them. */
  of(run: Run, account: Omit<Account, 'line'>, line: number): Charges {
    const known = this.byId.get(run.subscriptionId);
    if (known !== undefined) {
      if (line < known.openedBy) Object.assign(known, this.#heading(run, account), { openedBy: line });
      return known;
    }
    const { customerId, partnerId, invoice, currency, subscription } = this.#heading(run, account);
    const charges: Charges = {
      subscriptionId: run.subscriptionId,
      isCommitment: run.isCommitment,
      item: undefined,
      customerId,
      partnerId,
      invoice,
      currency,
      subscription,
      openedBy: line,
      lines: 0,
      cents: 0,
      firstLine: line,
      firstStart: noDay,
      late: undefined,
      cycle: undefined,
      hasRefund: false,
      price: undefined,
      shares: undefined,
      proration: undefined,
      hasCredit: false,
      lostCents: 0,
      lostLine: -1,
      meters: this.#usage.plans.get(run.subscriptionId),
    };
    this.byId.set(run.subscriptionId, charges);
    return charges;
  }

  /** All lines were taken: their places become numbers. */
  finish(numberOf: (place: number) => number): void {
    for (const charges of this.byId.values()) {
      charges.firstLine = numberOf(charges.firstLine);
      if (charges.lostLine >= 0) charges.lostLine = numberOf(charges.lostLine);
      for (const difference of [charges.late, charges.price, charges.proration])
        if (difference !== undefined) difference.line = numberOf(difference.line);
      charges.shares?.finish(numberOf);
      for (const total of charges.meters?.values() ?? []) if (total.firstLine >= 0) total.firstLine = numberOf(total.firstLine);
    }
  }

  #heading({ subscriptionId, customerId }: Run, { partnerId, invoice, currency }: Omit<Account, 'line'>) {
    this.partners.add(partnerId);
    return { customerId, partnerId, invoice, currency, subscription: this.#subscription(subscriptionId, partnerId) };
  }

  #subscription(id: string, partnerId: string): Subscription | undefined {
    return this.#estate.byId.get(id)?.find((one) => one.partnerId === partnerId || one.partnerId === '' || partnerId === '');
  }
}
