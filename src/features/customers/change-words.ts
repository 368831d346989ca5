const names: Readonly<Record<string, string>> = {
  seats: 'Seats',
  status: 'Status',
  auto_renew: 'Auto-renewal',
  term: 'Term',
  frequency: 'Billing',
  ends_on: 'End',
  starts_on: 'Start',
  offer_name: 'Name',
  cancel_until: 'Cancellation window',
};

const plain = (value: unknown): string => {
  if (value === null || value === undefined) return 'none';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
};

/** The changes of a subscription in words: "Seats 20 to 25, Auto-renewal on to off". Fields that people do not know are left out unless nothing else changed. */
export function wordsOf(changes: Readonly<Record<string, { readonly before: unknown; readonly after: unknown }>>): string {
  if (changes['retired'] !== undefined)
    return changes['retired'].after === true ? 'No longer listed by Microsoft' : 'Listed by Microsoft again';
  const known = Object.entries(changes).filter(([field]) => names[field] !== undefined);
  const told = known.length > 0 ? known : Object.entries(changes);
  return told
    .map(([field, { before, after }]) => `${names[field] ?? field.replaceAll('_', ' ')} ${plain(before)} to ${plain(after)}`)
    .join(', ');
}
