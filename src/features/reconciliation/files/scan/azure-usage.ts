import type { ProblemList } from '../problem.ts';
import { ByteTable } from '../read/byte-table.ts';
import type { Fields } from '../read/fields.ts';
import { addQuantity, type MeterTotal, noQuantity } from './charges.ts';
import { usageAt as at } from './invoice-columns.ts';
import { Meters } from './meters.ts';
import { UncertainCredits } from './uncertain-credits.ts';

type Plan = Map<number, MeterTotal>;

/** Daily-rated usage summed by plan and meter. Grows with plans and meters, not with lines. */
export class AzureUsage {
  readonly meters = new Meters();
  readonly plans = new Map<string, Plan>();
  /** Plans that had the credit on some day, and those that lacked it on some day for a meter. */
  readonly credited = new Set<string>();
  readonly lacking = new Map<string, Set<number>>();
  /** Invoice lines without the credit whose meter nobody has been seen to get it for yet. */
  readonly uncertain = new UncertainCredits();
  lines = 0;
  readonly #meterTable = new ByteTable([at.productId, at.skuId]);
  readonly #meterOf: number[] = [];
  #planId = '';
  #plan: Plan = new Map();

  add(fields: Fields, file: string, line: number, problems: ProblemList): void {
    this.lines += 1;
    const meter = this.#meter(fields);
    this.#find(fields);
    const quantity = fields.micro(at.quantity);
    const rest = fields.rest;
    const unit = fields.micro(at.unitPrice);
    const unitRest = fields.rest;
    const effective = fields.micro(at.effectivePrice);
    if (Number.isNaN(quantity) || Number.isNaN(unit) || Number.isNaN(effective)) {
      problems.badRow(file, line, 'Quantity, UnitPrice or EffectiveUnitPrice is not a number.');
      return;
    }
    const isCredited = effective !== unit || fields.rest !== unitRest;
    const total = this.#total(meter);
    addQuantity(isCredited ? total.creditedDaily : total.plainDaily, quantity, rest);
    if (isCredited) {
      this.meters.eligible[meter] = true;
      this.credited.add(this.#planId);
    } else this.#lacks(this.#planId, meter);
  }

  #lacks(planId: string, meter: number): void {
    const meters = this.lacking.get(planId);
    if (meters === undefined) this.lacking.set(planId, new Set([meter]));
    else meters.add(meter);
  }

  #meter(fields: Fields): number {
    const number = this.#meterTable.numberOf(fields);
    return (this.#meterOf[number] ??= this.meters.number(fields.ascii(at.productId), fields.ascii(at.skuId)));
  }

  /** The plan of a line; neighbouring lines mostly belong to the same one. */
  #find(fields: Fields): void {
    if (fields.isRepeated[at.subscriptionId] === 1) return;
    this.#planId = fields.ascii(at.subscriptionId).toLowerCase();
    this.#plan = this.plans.get(this.#planId) ?? new Map<number, MeterTotal>();
  }

  #total(meter: number): MeterTotal {
    const plan = this.#plan;
    if (plan.size === 0) this.plans.set(this.#planId, plan);
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
        firstCredited: Number.POSITIVE_INFINITY,
        firstPlain: Number.POSITIVE_INFINITY,
      };
      plan.set(meter, total);
    }
    return total;
  }
}
