import { z } from 'zod';
import type { Stage } from '../stage.ts';
import { type ControlHandler, ok, withBody } from './call.ts';

const seed = z.number().int().min(0).max(4_294_967_295);
const instant = z.string().refine((text) => isInstant(text), 'an instant such as 2026-11-21T00:00:00Z');

function isInstant(text: string): boolean {
  try {
    Temporal.Instant.from(text);
    return true;
  } catch {
    return false;
  }
}

function isForward(text: string): boolean {
  try {
    return Temporal.Duration.from(text).sign >= 0;
  } catch {
    return false;
  }
}

// `scale` and `customers` speak of the sample estate, which the first two accounts see; the accounts of other roles and clouds have their own.
const summary = (stage: Stage) => {
  const { world } = stage;
  const { tables, options } = world;
  const others = tables.partnerAccounts.all().slice(2);
  const elsewhere = new Set(others.flatMap(({ id }) => tables.relationships.by('accountId', id).map((one) => one.customerId))).size;
  return {
    ...options,
    now: world.now(),
    events: world.events.length,
    customers: tables.customers.size - elsewhere,
    customersElsewhere: elsewhere,
    subscriptions: tables.subscriptions.size,
    psaAdditions: tables.psaAdditions.size,
    planted: stage.planted.length,
    calls: stage.calls.total,
  };
};

export const showWorld: ControlHandler = ({ stage }) => ok(summary(stage));

/** PUT /_control/seed {seed}: another world of the same size that begins at the same instant. */
export const setSeed = withBody(z.strictObject({ seed }), async (input, { stage }) => {
  await stage.reset({ seed: input.seed, startsAt: stage.world.options.startsAt });
  return ok(summary(stage));
});

/** POST /_control/reset {seed?, scale?, startsAt?}: what is left out stays, startsAt becomes now. Faults, tokens and the call log go. */
export const reset = withBody(
  z.strictObject({ seed: seed.optional(), scale: z.number().int().min(10).max(150_000).optional(), startsAt: instant.optional() }),
  async (input, { stage }) => {
    await stage.reset(input);
    return ok(summary(stage));
  },
);

const clockOf = (stage: Stage) => {
  const { clock, options } = stage.world;
  return { now: stage.world.now(), startsAt: options.startsAt, rate: clock.state.rate, stopped: clock.state.rate === 0 };
};

export const showClock: ControlHandler = ({ stage }) => ok(clockOf(stage));

const clockInput = z.strictObject({
  /** True stops; false lets it run at rate 1. */
  stop: z.boolean().optional(),
  rate: z.number().min(0).max(100_000).optional(),
  /** ISO 8601 duration (`P1D`, `PT90S`, `P1Y`; months and years by the calendar) or seconds. */
  step: z.union([z.number().min(0), z.string().refine(isForward, 'a duration such as P1D, PT90S or P1Y')]).optional(),
  jump: instant.optional(),
});

/** POST /_control/clock {stop | rate | step | jump}; several at once are done in that order. */
export const setClock = withBody(clockInput, (input, { stage }) => {
  const { clock } = stage.world;
  if (input.stop !== undefined) clock.run(input.stop ? 0 : 1);
  if (input.rate !== undefined) clock.run(input.rate);
  if (input.step !== undefined) clock.step(milliseconds(input.step, clock.nowMs()));
  if (input.jump !== undefined) {
    const target = Temporal.Instant.from(input.jump);
    if (target.epochMilliseconds < clock.nowMs())
      return {
        status: 400,
        headers: { 'content-type': 'application/json' },
        body: '{"code":"time_runs_forward","message":"Time does not run backwards. Reset the world instead."}',
      };
    clock.jumpTo(target);
  }
  return ok(clockOf(stage));
});

const milliseconds = (step: number | string, fromMs: number): number =>
  typeof step === 'number'
    ? step * 1000
    : Temporal.Instant.fromEpochMilliseconds(fromMs).toZonedDateTimeISO('UTC').add(step).epochMilliseconds - fromMs;
