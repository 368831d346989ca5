import type { Generated } from 'kysely';
import type { Derived, Instant, Int8, Int8Default, Json, NullableDerived, NullableInstant, NullableJson } from './column.ts';

interface ReconciliationRunTable {
  run_id: string;
  job_id: string | null;
  state: string;
  sources: Json;
  counts: Json;
  started_at: Instant;
  ended_at: NullableInstant;
  /** Of a comparison of one month's invoices; null: of the books. 0060-periods.sql */
  period: string | null;
  inputs: NullableJson;
  control: NullableJson;
  money: NullableJson;
}

interface DifferenceTable {
  customer_id: string;
  difference_id: string;
  reseller_id: string;
  kind: string;
  subject: string;
  state: string;
  came_back: Generated<boolean>;
  customer_name: string;
  product_name: string;
  cause: string;
  certainty: string;
  impact: string;
  currency: string;
  finding: Json;
  run_id: string;
  first_seen_at: Instant;
  last_seen_at: Instant;
  decided_by: string | null;
  reason: string | null;
  muted_until: string | null;
  changed_at: Instant;
  version: Generated<number>;
  /** Who works on it and how it was left as it is. 0055-worklist.sql */
  owner_id: string | null;
  owner_name: string | null;
  due_on: string | null;
  tags: Generated<string[]>;
  notes: Generated<number>;
  because: string | null;
  scope: string | null;
  rule_id: string | null;
  /** Out of the finding, made by the database. 0055-worklist.sql */
  cause_key: NullableDerived;
  action: Derived;
  /** lower(customer_name), made by the database. 0021-difference-names.sql */
  name_key: Generated<string>;
  /** Out of the finding, made by the database: what was found on invoices. 0060-periods.sql */
  period: NullableDerived;
  invoice: NullableDerived;
  /** The money tells a cost; made by the database, as src/model/costs.ts says. 0060-periods.sql */
  needs_cost_right: Generated<boolean>;
  /** abs(impact), 0 where it tells a cost. 0060-periods.sql */
  seen_impact: Generated<string>;
}

interface PlanTable {
  plan_id: string;
  reseller_id: string;
  type: string;
  state: string;
  fingerprint: string;
  steps: number;
  totals: Json;
  expires_at: Instant;
  job_id: string | null;
  created_by: string;
  approved_by: string | null;
  approved_at: NullableInstant;
  /** The person who made it; null: the system. 0020-corrections.sql */
  maker_id: string | null;
  replaces_plan_id: string | null;
  moved_steps: Generated<string[]>;
  /** A day, or `nextBill`; null: as the settings say. 0159-billing-behaviour.sql */
  date_wish: string | null;
  created_at: Instant;
  changed_at: Instant;
}

interface PlanStepTable {
  plan_id: string;
  step_id: string;
  position: number;
  customer_id: string;
  reseller_id: string;
  difference_id: string | null;
  connection_id: string;
  correction: Json;
  effective_on: string | null;
  summary: string;
  before: Json;
  after: Json;
  calls: Json;
  impact: string;
  currency: string;
  reversibility: string;
  /** 0070-microsoft-writes.sql */
  reversible_until: NullableInstant;
  warnings: string[];
  /** 0159-billing-behaviour.sql */
  first_bill: NullableJson;
  state: string;
  outcome: NullableJson;
  undo: NullableJson;
  changed_at: Instant;
}

interface CommandTable {
  command_id: string;
  reseller_id: string;
  plan_id: string;
  step_id: string;
  direction: string;
  /** Several writes of one step, in order. 0020-corrections.sql */
  part: Generated<number>;
  connection_id: string;
  state: string;
  write: Json;
  natural_key: string;
  fencing_token: Int8Default;
  next_look_at: NullableInstant;
  looks: Generated<number>;
  outcome: NullableJson;
  created_at: Instant;
  changed_at: Instant;
}

interface CommandAttemptTable {
  command_id: string;
  attempt: number;
  reseller_id: string;
  body: Json;
  body_hash: string;
  request_id: string;
  correlation_id: string;
  fencing_token: Int8;
  started_at: Instant;
  ended_at: NullableInstant;
  end_state: string | null;
  fault: NullableJson;
}

/** 0005-differences.sql */
export interface DifferencesTables {
  reconciliation_run: ReconciliationRunTable;
  difference: DifferenceTable;
  plan: PlanTable;
  plan_step: PlanStepTable;
  command: CommandTable;
  command_attempt: CommandAttemptTable;
}
