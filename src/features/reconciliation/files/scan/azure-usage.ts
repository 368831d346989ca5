import type { ProblemList } from '../problem.ts';
import type { Fields } from '../read/fields.ts';
import { addQuantity, type MeterTotal, noQuantity, type Uncertain } from './charges.ts';
import { usageAt as at } from './invoice-columns.ts';
import { Meters } from './meters.ts';

/** Daily-rated usage summed by plan and meter. Grows with plans and meters, not with lines. */
export class AzureUsage {
  readonly meters = new Meters();
  readonly plans = new Map<string, Map<number, MeterTotal>>();
  /** Plans that had the credit on some day, and those that lacked it on some day for a meter. */
  readonly credited = new Set<string>();
  readonly lacking = new Map<string, Set<number>>();
  /** Invoice lines without the credit whose meter nobody has been seen to get it for yet. */
  readonly uncertain: Uncertain[] = [];
  lines = 0;

  add(fields: Fields, file: string, line: number, problems: ProblemList): void {
    this.lines += 1;
    const quantity = fields.micro(at.quantity);
    const rest = fields.rest;
    const unit = fields.micro(at.unitPrice);
    const unitRest = fields.rest;
    const effective = fields.micro(at.effectivePrice);
    if (Number.isNaN(quantity) || Number.isNaN(unit) || Number.isNaN(effective)) {
      problems.badRow(file, line, 'Quantity, UnitPrice or EffectiveUnitPrice is not a number.');
      return;
    }
    const planId = fields.ascii(at.subscriptionId).toLowerCase();
    const meter = this.meters.number(fields, at.productId, at.skuId);
    const isCredited = effective !== unit || fields.rest !== unitRest;
    const total = this.#total(planId, meter);
    addQuantity(isCredited ? total.creditedDaily : total.plainDaily, quantity, rest);
    if (isCredited) {
      this.meters.eligible[meter] = true;
      this.credited.add(planId);
    } else this.#lacks(planId, meter);
  }

  #lacks(planId: string, meter: number): void {
    const meters = this.lacking.get(planId);
    if (meters === undefined) this.lacking.set(planId, new Set([meter]));
    else meters.add(meter);
  }

  #total(planId: string, meter: number): MeterTotal {
    let plan = this.plans.get(planId);
    if (plan === undefined) {
      plan = new Map();
      this.plans.set(planId, plan);
    }
    let total = plan.get(meter);
    if (total === undefined) {
      total = {
        creditedDaily: noQuantity(),
        plainDaily: noQuantity(),
        billed: noQuantity(),
        billedCents: 0,
        creditedPrice: 0,
        plainPrice: 0,
        rate: 0,
        firstLine: -1,
      };
      plan.set(meter, total);
    }
    return total;
  }
}
