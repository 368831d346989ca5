import { describe, expect, test } from 'vitest';
import { customerRoles, needsFreshProof, Permission, permissionsOf, Role, resellerRoles } from './person.ts';

const may = (role: Role, permission: Permission): boolean => permissionsOf[role].includes(permission);
/** Everybody of the partner himself. */
const ours = Role.options.filter((role) => ![...resellerRoles, ...customerRoles].some((each) => each === role));
const rolesWith = (permission: Permission): Role[] => Role.options.filter((role) => may(role, permission));
const changes = Permission.options.filter((permission) => !permission.endsWith(':read') && permission !== 'keys:own');

// Rows of the rights matrix (reliability and security reference 10.1) that exist in this release; who reads the row may read it from top to bottom.
// An operator holds no buy prices (row "buy prices, margin"); proposals of the account manager are his "propose".
const matrix = {
  'connections:test': ['owner', 'platformAdmin', 'operator'],
  'connections:write': ['owner', 'platformAdmin'],
  'setup:write': ['owner', 'platformAdmin', 'operator'],
  'people:read': ['owner', 'platformAdmin', 'auditor', 'resellerAdmin'],
  'people:write': ['owner', 'platformAdmin', 'resellerAdmin'],
  'requests:read': [...ours, ...resellerRoles],
  'company:read': ['owner', 'platformAdmin', 'customerUser'],
  'company:ask': ['owner', 'platformAdmin', 'customerUser'],
  'requests:ask': ['owner', 'platformAdmin', 'operator', 'accountManager', 'resellerAdmin', 'resellerUser'],
  'sync:run': ['owner', 'platformAdmin', 'operator'],
  'jobs:write': ['owner', 'platformAdmin', 'operator'],
  'reconciliation:run': ['owner', 'operator', 'finance'],
  'corrections:propose': ['owner', 'operator', 'accountManager', 'finance'],
  'corrections:apply': ['owner', 'operator', 'finance'],
  'costs:read': ['owner', 'platformAdmin', 'accountManager', 'finance', 'auditor'],
  'overview:read': ours,
  'customers:read': ours,
  'subscriptions:read': ours,
  'mapping:read': ours,
  'reconciliation:read': ours,
  'sync:read': ours,
  'jobs:read': ours,
} as const satisfies Partial<Record<Permission, readonly Role[]>>;

describe('the rights matrix', () => {
  test.each(Object.entries(matrix).map(([permission, roles]) => [permission as Permission, roles] as const))(
    '%s belongs to %j and to nobody else',
    (permission, roles) => {
      expect(rolesWith(permission).sort()).toEqual([...roles].sort());
    },
  );

  test('platform rights give no rights over customers, and rights over customers give no platform rights (RB3)', () => {
    const overCustomers: readonly Permission[] = ['mapping:write', 'corrections:propose', 'corrections:apply', 'reconciliation:run'];
    const platform: readonly Permission[] = ['connections:write', 'people:write'];

    expect(overCustomers.filter((permission) => may('platformAdmin', permission))).toEqual([]);
    for (const role of ['operator', 'accountManager', 'finance'] as const)
      expect(platform.filter((permission) => may(role, permission))).toEqual([]);
  });

  test('an auditor sees the trail, the people and the money, and changes nothing', () => {
    expect(['audit:read', 'people:read', 'costs:read'].every((permission) => may('auditor', permission as Permission))).toBe(true);
    expect(changes.filter((permission) => may('auditor', permission))).toEqual([]);
  });

  test('a customer’s own people may see their company and ask for changes, and no right besides', () => {
    expect(permissionsOf.customerUser).toEqual(['company:read', 'company:ask']);
  });

  test('whoever only reads changes nothing', () => {
    expect(changes.filter((permission) => may('readOnly', permission))).toEqual([]);
  });

  test('nobody but the finance roles, account managers, administrators and auditors learns what the partner pays', () => {
    expect(may('operator', 'costs:read')).toBe(false);
    expect(may('readOnly', 'costs:read')).toBe(false);
  });
});

describe('the owner of a small partner', () => {
  test('is platform administrator, operator and finance in one person', () => {
    for (const role of ['platformAdmin', 'operator', 'finance'] as const)
      expect(permissionsOf.owner).toEqual(expect.arrayContaining([...permissionsOf[role]]));
  });

  test('may do all that anybody may', () => {
    const anybody = new Set(Role.options.flatMap((role) => permissionsOf[role]));

    expect([...anybody].filter((permission) => !may('owner', permission))).toEqual([]);
  });
});

describe('the table itself', () => {
  test('names each right once for each role', () => {
    for (const role of Role.options) expect(new Set(permissionsOf[role]).size).toBe(permissionsOf[role].length);
  });

  test('has no right that nobody holds', () => {
    expect(Permission.options.filter((permission) => rolesWith(permission).length === 0)).toEqual([]);
  });

  test('lets whoever may change a thing also see it', () => {
    const sees: Partial<Record<Permission, Permission>> = {
      'connections:write': 'connections:read',
      'connections:test': 'connections:read',
      'setup:write': 'connections:read',
      'mapping:write': 'mapping:read',
      'people:write': 'people:read',
      'jobs:write': 'jobs:read',
      'sync:run': 'sync:read',
      'reconciliation:run': 'reconciliation:read',
      'corrections:propose': 'reconciliation:read',
      'corrections:apply': 'corrections:propose',
    };
    for (const role of Role.options)
      for (const permission of permissionsOf[role]) {
        const seen = sees[permission];
        if (seen !== undefined) expect([role, permission, seen, may(role, seen)]).toEqual([role, permission, seen, true]);
      }
  });

  test('asks for a fresh proof where the matrix says S', () => {
    expect([...needsFreshProof].sort()).toEqual(['connections:write', 'people:write']);
  });
});
