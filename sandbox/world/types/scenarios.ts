/** What a good reconciliation says after a scenario. `money`: decimal text, USD a month; positive = the partner loses. */
export type ScenarioFinding = {
  readonly kind: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly accountId?: string;
  readonly subscriptionId?: string;
  readonly distributorSubscriptionId?: string;
  readonly psaAdditionIds: readonly number[];
  readonly sku?: string;
  readonly productName?: string;
  readonly expected?: string;
  readonly actual?: string;
  readonly money: string;
  readonly currency: 'USD';
  readonly causes: readonly { readonly cause: string; readonly certainty: string }[];
};

/** One step of a scenario as it happened, or why it could not. */
export type ScenarioHappening = {
  readonly step: number;
  readonly act: string;
  readonly at: string;
  readonly note?: string;
  /** Row that came of it: a subscription, a line, a relationship. */
  readonly id?: string;
  readonly refused?: string;
};

/** A scenario that was run on this world. `id` = its number. */
export type ScenarioRun = {
  readonly id: string;
  readonly name: string;
  readonly beganAt: string;
  readonly endedAt: string;
  readonly happened: readonly ScenarioHappening[];
  readonly findings: readonly ScenarioFinding[];
};
