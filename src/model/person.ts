import { z } from 'zod';

/** Roles of the rights matrix (reliability reference 10.1). `owner` is platform admin, operator and finance held by one person; `readOnly` is the operator's R for every W. */
export const Role = z.enum([
  'owner',
  'platformAdmin',
  'operator',
  'accountManager',
  'finance',
  'auditor',
  'readOnly',
  'resellerAdmin',
  'resellerUser',
  'customerUser',
]);
export type Role = z.infer<typeof Role>;

/** Roles of people of a reseller below us (RA and RU of the matrix); all others but those of customers are of our own people. */
export const resellerRoles = ['resellerAdmin', 'resellerUser'] as const satisfies readonly Role[];

/** Roles of a customer's own people (CU of the matrix), who see that customer, ask for changes and change nothing. */
export const customerRoles = ['customerUser'] as const satisfies readonly Role[];

/** What a route may ask for. Also the scopes of API keys. */
export const Permission = z.enum([
  'overview:read',
  'connections:read',
  'connections:test',
  'connections:write',
  'providers:write',
  'setup:write',
  'company:read',
  'company:ask',
  'customers:read',
  'customers:write',
  'requests:read',
  'requests:ask',
  'access:write',
  'subscriptions:read',
  'mapping:read',
  'mapping:write',
  'reconciliation:read',
  'reconciliation:run',
  'corrections:propose',
  'corrections:apply',
  'costs:read',
  'invoices:read',
  'invoices:write',
  'sync:read',
  'sync:run',
  'jobs:read',
  'jobs:write',
  'audit:read',
  'people:read',
  'people:write',
  'keys:own',
]);
export type Permission = z.infer<typeof Permission>;

const reads = [
  'overview:read',
  'customers:read',
  'requests:read',
  'subscriptions:read',
  'mapping:read',
  'reconciliation:read',
  'sync:read',
  'jobs:read',
] as const;
const operates = [
  ...reads,
  'invoices:read',
  'connections:read',
  'connections:test',
  'access:write',
  'setup:write',
  'customers:write',
  'requests:ask',
  'mapping:write',
  'reconciliation:run',
  'corrections:propose',
  'corrections:apply',
  'sync:run',
  'jobs:write',
  'audit:read',
] as const;
const finances = [
  ...reads,
  'invoices:read',
  'invoices:write',
  'costs:read',
  'mapping:write',
  'reconciliation:run',
  'corrections:propose',
  'corrections:apply',
  'audit:read',
] as const;
const administers = [
  ...reads,
  // To give them: nobody gives a right that he does not hold (RB2). They show a customer's person his own customer, and let him ask for changes.
  'company:read',
  'company:ask',
  'invoices:read',
  'connections:read',
  'keys:own',
  'requests:ask',
  'costs:read',
  'connections:test',
  'connections:write',
  'providers:write',
  'setup:write',
  'sync:run',
  'jobs:write',
  'people:read',
  'people:write',
  'audit:read',
] as const;

/** Who may do what, in one place (rows of the matrix that exist in this release). Deny by default: what is not here is refused. */
export const permissionsOf: Readonly<Record<Role, readonly Permission[]>> = {
  owner: [...new Set([...administers, ...operates, ...finances])],
  platformAdmin: administers,
  operator: operates,
  accountManager: [...reads, 'access:write', 'costs:read', 'customers:write', 'requests:ask', 'mapping:write', 'corrections:propose'],
  finance: finances,
  auditor: [...reads, 'invoices:read', 'connections:read', 'costs:read', 'people:read', 'audit:read'],
  readOnly: [...reads, 'invoices:read', 'connections:read', 'audit:read'],
  // Of their own organisation only: the scope of its rows and the routes that are open to organisations bind them besides.
  resellerAdmin: ['requests:read', 'requests:ask', 'people:read', 'people:write'],
  resellerUser: ['requests:read', 'requests:ask'],
  // Of their own customer only, by the scope of its rows and the routes that are open to customers.
  customerUser: ['company:read', 'company:ask'],
};

/** Acts that need a fresh proof of who is there, at most five minutes old (S in the matrix). */
export const needsFreshProof: readonly Permission[] = ['connections:write', 'people:write'];
