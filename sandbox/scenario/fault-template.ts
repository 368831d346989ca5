import type { Seeded } from '../../src/lib/seeded.ts';
import type { World } from '../world/world.ts';
import type { Sold } from './fault-ground.ts';
import type { Expectation, StepInput } from './language.ts';

export type Planned = { readonly before: readonly StepInput[]; readonly after: readonly StepInput[] };
type Base = { readonly world: World; readonly random: Seeded; readonly name: string };
export type OneSale = Base & { readonly one: Sold };
export type OneCustomer = Base & { readonly customerId: string };

/** A way in which books come apart, and what a good reconciliation then says: kind, cause, and how sure it may be. */
export type FaultTemplate =
  /** `ending`: its term ends while the story runs; else only sales are taken whose term does not. */
  | { readonly on: 'sale'; readonly ending?: true; readonly fits: (one: Sold) => boolean; readonly plan: (on: OneSale) => Planned }
  | { readonly on: 'customer'; readonly of: 'estate' | 'strangers'; readonly plan: (on: OneCustomer) => Planned };

/** The finding that a fault leaves behind, told at its last step. */
export const answer = (
  kind: string,
  cause: string,
  certainty: Expectation['causes'][number]['certainty'],
  about: { readonly subscription?: string; readonly customer?: string } = {},
) => ({ kind, causes: [{ cause, certainty }], ...about });

export const atOnce = (...after: readonly StepInput[]): Planned => ({ before: [], after });
