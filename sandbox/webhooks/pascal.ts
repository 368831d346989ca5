const raised = new Map<string, string>();

function nameOf(name: string): string {
  const known = raised.get(name);
  if (known !== undefined) return known;
  const made = name.charAt(0).toUpperCase() + name.slice(1);
  if (raised.size < 5000) raised.set(name, made);
  return made;
}

/** A value with the first letter of every name raised, as the activity log writes resources; undefined stays undefined. */
export function pascal(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(pascal);
  const made: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(value)) made[nameOf(name)] = typeof inner === 'object' ? pascal(inner) : inner;
  return made;
}
