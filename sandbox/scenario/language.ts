import { z } from 'zod';
import { FaultInput } from '../faults/read-rules.ts';

// The words of a scenario: who does what, when, to whom; what each book makes of it; and what a good reconciliation finds.

const dayOfMonth = z.number().int().min(1).max(31);
/** `2 days`, `6 hours`, or an ISO 8601 duration of days and less: `P2DT6H`. */
const span = z
  .string()
  .regex(/^(\d+ (minute|hour|day|week)s?|P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?)?)$/, 'a span such as "2 days" or "P2DT6H"');
const amount = z
  .union([z.string(), z.number()])
  .transform(String)
  .refine((text) => /^-?\d+(\.\d+)?$/.test(text), 'an amount such as "26.40"');
const seats = z.number().int().min(1).max(1_000_000);
const term = z.enum(['P1M', 'P1Y', 'P3Y']);
const cycle = z.enum(['monthly', 'annual', 'triennial']);

/** By tenant id, name or domain, or by its number in the sample estate (from 0). */
export const CustomerRef = z.union([z.string().min(1), z.number().int().min(0)]);

/** By the name that an earlier step gave it (`as`), by id, or as the customer's subscription of a SKU or the n-th of his active ones (from 0). */
export const SubscriptionRef = z.union([
  z.string().min(1),
  z.strictObject({ customer: CustomerRef, sku: z.string().optional(), nth: z.number().int().min(0).optional() }),
]);

/** When a step happens. Left out: together with the step before. */
export const When = z.union([
  z.strictObject({ day: dayOfMonth, time: z.iso.time().optional() }),
  z.strictObject({ after: span }),
  z.strictObject({ later: span }),
  z.strictObject({ at: z.iso.datetime() }),
  z.strictObject({ renewalOf: SubscriptionRef, days: z.number().int().default(0) }),
]);

/** What the distributor shows of it, for what was bought there. */
export const AtDistributor = z.union([
  z.enum(['follows', 'never']),
  z.strictObject({ after: span.optional(), seats: z.number().int().min(0).optional(), cost: amount.optional() }),
]);

/** What the PSA is told. `never`: nobody tells it. With members: told later, or told wrongly. */
export const AtPsa = z.union([
  z.enum(['told', 'never', 'twice']),
  z.strictObject({
    after: span.optional(),
    seats: z.number().int().min(0).optional(),
    price: amount.optional(),
    term: term.optional(),
    cycle: cycle.optional(),
  }),
]);

export const certainties = ['certain', 'likely', 'possible', 'unknown'] as const;

/** What a good reconciliation says about it afterwards. */
export const Expectation = z.strictObject({
  kind: z.string().regex(/^[a-z_]+$/, 'a kind such as quantity_mismatch_psa'),
  customer: CustomerRef.optional(),
  subscription: SubscriptionRef.optional(),
  sku: z.string().optional(),
  /** USD a month; positive = the partner loses. Left out: worked out from the books as they stand at the end. */
  money: amount.optional(),
  causes: z.array(z.strictObject({ cause: z.string().min(1), certainty: z.enum(certainties) })).default([]),
});

const common = {
  when: When.optional(),
  note: z.string().optional(),
  expect: z.union([Expectation, z.array(Expectation)]).optional(),
};
/** Acts at Microsoft: in the portal by a person, or by a program through the API. */
const atMicrosoft = {
  ...common,
  by: z.enum(['portal', 'api']).default('portal'),
  distributor: AtDistributor.optional(),
  psa: AtPsa.optional(),
};
const ofOne = { subscription: SubscriptionRef };

const step = <Act extends string, Shape extends z.ZodRawShape>(act: Act, shape: Shape) => z.strictObject({ act: z.literal(act), ...shape });

export const Step = z.discriminatedUnion('act', [
  step('buy', {
    ...atMicrosoft,
    customer: CustomerRef,
    sku: z.string().regex(/^[0-9A-Z]+:[0-9A-Z]+$/, 'productId:skuId, such as CFQ7TTC0LCHC:0002'),
    seats,
    term: term.default('P1Y'),
    cycle: cycle.default('monthly'),
    /** `distributor`: ordered there; `microsoft`: directly. Left out: as this customer buys. */
    through: z.enum(['microsoft', 'distributor']).optional(),
    as: z.string().optional(),
  }),
  step('seats', { ...atMicrosoft, ...ofOne, to: seats.optional(), add: z.number().int().optional(), force: z.boolean().optional() }),
  step('cancel', { ...atMicrosoft, ...ofOne, force: z.boolean().optional() }),
  step('suspend', { ...atMicrosoft, ...ofOne }),
  step('reactivate', { ...atMicrosoft, ...ofOne }),
  step('autoRenew', { ...atMicrosoft, ...ofOne, on: z.boolean() }),
  step('nextTerm', { ...atMicrosoft, ...ofOne, term: term.optional(), cycle: cycle.optional(), seats: seats.optional() }),
  step('promotion', { ...atMicrosoft, ...ofOne, promotion: z.string().nullable() }),
  step('listPrice', { ...common, sku: z.string(), term: term.default('P1Y'), cycle: cycle.default('monthly'), price: amount }),
  step('psaLine', {
    ...common,
    ...ofOne,
    seats: z.number().min(0).optional(),
    price: amount.optional(),
    cost: amount.optional(),
    ends: z.iso.date().optional(),
  }),
  step('psaCopy', { ...common, ...ofOne }),
  step('psaDelete', { ...common, ...ofOne }),
  step('atDistributor', { ...common, ...ofOne, seats: z.number().int().min(0).optional(), cost: amount.optional() }),
  step('access', { ...common, customer: CustomerRef, does: z.enum(['approve', 'terminate', 'expire', 'removeRole']) }),
  step('relationship', {
    ...common,
    customer: CustomerRef,
    does: z.enum(['removeRelationship', 'restoreRelationship', 'removeDelegatedAccess']),
  }),
  step('webhooks', { ...common, are: z.enum(['delivered', 'held', 'lost']) }),
  step('switch', { ...common, name: z.string(), set: z.record(z.string(), z.unknown()) }),
  step('fault', { ...common, rule: FaultInput }),
  step('faultsEnd', { ...common }),
  step('do', { ...common, action: z.string(), with: z.record(z.string(), z.unknown()).default({}) }),
  step('wait', { ...common }),
]);

export const ScenarioFile = z.strictObject({
  name: z.string().min(1).max(100),
  about: z.string().default(''),
  steps: z.array(Step).min(1).max(20_000),
  expect: z.array(Expectation).default([]),
});

export type Scenario = z.output<typeof ScenarioFile>;
export type ScenarioInput = z.input<typeof ScenarioFile>;
export type StepOf<Act extends Step['act']> = Extract<Step, { readonly act: Act }>;
export type Step = z.output<typeof Step>;
export type StepInput = z.input<typeof Step>;
export type Expectation = z.output<typeof Expectation>;
export type When = z.output<typeof When>;
export type CustomerRef = z.output<typeof CustomerRef>;
export type SubscriptionRef = z.output<typeof SubscriptionRef>;
export type AtDistributor = z.output<typeof AtDistributor>;
export type AtPsa = z.output<typeof AtPsa>;

export const actWords: readonly string[] = Step.options.map((option) => option.shape.act.value);
