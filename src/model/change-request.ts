import { z } from 'zod';
import { BillTo } from './bill-to.ts';

/** `accepted`: by us; `done`: a reading found it so at Microsoft. */
export const RequestState = z.enum(['asked', 'accepted', 'declined', 'withdrawn', 'done']);
export type RequestState = z.infer<typeof RequestState>;

export const requestNext = {
  asked: ['accepted', 'declined', 'withdrawn', 'done'],
  accepted: ['declined', 'done'],
  declined: [],
  withdrawn: [],
  done: [],
} as const satisfies Record<RequestState, readonly RequestState[]>;

export const mayBecomeRequest = (from: RequestState, to: RequestState): boolean => {
  const next: readonly RequestState[] = requestNext[from];
  return next.includes(to);
};

/** Who asks: the reseller, one of us for somebody who called, or the customer: its own people, or whoever answers its form. */
export const RequestOrigin = z.enum(['reseller', 'provider', 'customer']);
export type RequestOrigin = z.infer<typeof RequestOrigin>;

/** What is asked for (capabilities S99). Contact and address are the billing profile at Microsoft. */
export const RequestWish = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('billTo'), changes: BillTo.partial() }),
  z.object({ kind: z.literal('seats'), subscriptionId: z.string(), seats: z.number().int().min(0).max(1_000_000) }),
]);
export type RequestWish = z.infer<typeof RequestWish>;

/** A form that a customer fills in (capabilities S96): once, and for a limited time. */
export const FormState = z.enum(['waiting', 'answered', 'expired', 'withdrawn']);
export type FormState = z.infer<typeof FormState>;

export const formNext = {
  waiting: ['answered', 'expired', 'withdrawn'],
  answered: [],
  expired: [],
  withdrawn: [],
} as const satisfies Record<FormState, readonly FormState[]>;

export const formDays = { usual: 14, most: 60 } as const;
