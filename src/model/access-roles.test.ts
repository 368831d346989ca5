import { expect, test } from 'vitest';
import { abilities, namesOfRoles, roleNames } from './access-roles.ts';

test('each role has one id and one name, and the id is one of Microsoft’s form', () => {
  const names = Object.values(roleNames);

  expect(new Set(names).size).toBe(names.length);
  for (const id of Object.keys(roleNames)) expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});

test('each ability names only roles that have an id', () => {
  for (const { roles } of abilities) {
    expect(roles.length).toBeGreaterThan(1);
    for (const role of roles) expect(roleNames).toHaveProperty(role);
  }
});

test('a role that nobody names stays an id', () => {
  expect(namesOfRoles(['729827e3-9c14-49f7-bb1b-9608f156bbb8', '00000000-0000-4000-8000-000000000001'])).toEqual([
    'Helpdesk Administrator',
    '00000000-0000-4000-8000-000000000001',
  ]);
});
