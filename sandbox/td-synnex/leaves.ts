/** Every member of a JSON body with the kind of its value: `customers[].id: string`. For tests of shapes. */
export function leaves(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return value.length === 0 ? [`${path}[]`] : value.flatMap((one) => leaves(one, `${path}[]`));
  if (typeof value !== 'object' || value === null) return [`${path}: ${value === null ? 'null' : typeof value}`];
  const members = Object.entries(value);
  if (members.length === 0) return [`${path}: empty`];
  return members.flatMap(([name, member]) => leaves(member, path === '' ? name : `${path}.${name}`));
}
