import { expect, test } from 'vitest';
import { routes } from '#contract/index.ts';
import { idSchema } from '#model/ids.ts';
import { Permission } from '#model/person.ts';

test('the contract is whole without the schema library: every route keeps its path and method', () => {
  expect(routes.length).toBeGreaterThan(40);
  expect(routes.every((route) => route.path.startsWith('/') && route.method.length > 2)).toBe(true);
});

test('enums keep their members, for choices on screens', () => {
  expect(Permission.options).toContain('corrections:apply');
});

test('checking a value in the browser is refused loudly, not passed silently', () => {
  expect(() => idSchema('customer').safeParse('cus_1')).toThrow(/checked by the server/);
});
