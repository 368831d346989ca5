import type { Pace } from '../pace.ts';

/** The documented number for orders; the sandbox takes the same for carts and checkout, which have none. */
export const paces = {
  orders: { name: 'orders', limit: { calls: 500, seconds: 60 }, per: 'partner' },
  carts: { name: 'carts', limit: { calls: 500, seconds: 60 }, per: 'partner' },
  checkout: { name: 'checkout', limit: { calls: 500, seconds: 60 }, per: 'partner' },
} as const satisfies Record<string, Pace>;
