/**
 * What goes wrong at the end of a term, or because nobody set a price (product.md 4.5, features.md N5 and L4). Their money is what it costs the
 * partner more a month.
 */
export const termKinds = [
  'auto_renew_trap',
  'extended_term_charged',
  'promotion_ended',
  'seat_decrease_lost',
  'scheduled_change_lost',
  'reseller_price_missing',
] as const;
