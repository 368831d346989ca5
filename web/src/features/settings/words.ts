import type { Permission, Role } from '#model/person.ts';
import type { StateWord } from '../../ui/state-badge.tsx';

export const roleWords: Readonly<Record<Role, string>> = {
  resellerAdmin: 'Reseller admin',
  resellerUser: 'Reseller user',
  customerUser: 'Customer user',
  owner: 'Owner',
  platformAdmin: 'Platform admin',
  operator: 'Operations',
  accountManager: 'Account manager',
  finance: 'Billing',
  auditor: 'Auditor',
  readOnly: 'Read-only',
};

export const personWords: Readonly<Record<'active' | 'invited' | 'disabled', StateWord>> = {
  invited: { word: 'Invited', intent: 'info' },
  active: { word: 'Active', intent: 'success' },
  disabled: { word: 'Disabled', intent: 'neutral' },
};

export const permissionWords: Readonly<Record<Permission, string>> = {
  'overview:read': 'See the overview',
  'connections:read': 'See connections',
  'connections:test': 'Verify connections',
  'connections:write': 'Change connections',
  'providers:write': 'Keep provider records, leave customers out of writing',
  'setup:write': 'Set Concord up',
  'customers:write': 'Add, merge and change customers',
  'company:read': 'See the own company, as its customer',
  'company:ask': 'Ask for changes of the own company, as its customer',
  'customers:read': 'See customers',
  'requests:read': 'See what others ask us to change',
  'requests:ask': 'Ask for changes of customers',
  'access:write': 'Ask for, change and end delegated access',
  'subscriptions:read': 'See subscriptions',
  'mapping:read': 'See mappings',
  'mapping:write': 'Change mappings',
  'reconciliation:read': 'See differences',
  'reconciliation:run': 'Compare the books',
  'corrections:propose': 'Preview corrections and dismiss differences',
  'corrections:apply': 'Approve and apply corrections',
  'costs:read': 'See costs and margins',
  'invoices:read': 'See provider invoices',
  'invoices:write': 'Upload and publish provider invoices',
  'sync:read': 'See readings',
  'sync:run': 'Start readings',
  'jobs:read': 'See jobs',
  'jobs:write': 'Cancel and retry jobs',
  'audit:read': 'See the audit log',
  'people:read': 'See users',
  'people:write': 'Change users',
  'keys:own': 'Own API keys',
};
