import type { z } from 'zod';
import type { AccessCounts, AccessRow, AccessTemplate, ListedAccessTemplate } from '#contract/access.ts';
import { justRead } from '../../test/make.ts';

// Makers of replies: everything that a test does not name is ordinary.

export const anAccessRow = (given: Partial<z.output<typeof AccessRow>> = {}): z.output<typeof AccessRow> => ({
  customerId: 'cus_1',
  name: 'Contoso Ltd',
  domain: 'contoso.example',
  tenantId: '0c000000-0000-4000-8000-000000000001',
  access: 'active',
  endsAt: '2027-11-21T10:00:00Z',
  daysLeft: 365,
  flags: [],
  consent: { state: 'granted', isPropagating: false, sentence: null, hint: null, nextCheckAt: null },
  ready: true,
  checkedAt: '2026-11-21T10:00:00Z',
  ...justRead,
  lastGood: null,
  relationship: {
    id: 'rel-1',
    connectionId: 'con_1',
    name: 'Standard 2025',
    remoteStatus: 'active',
    roleIds: ['f2ef992c-3afb-46b9-b7cf-a126ee74c451'],
    groups: 1,
    autoExtends: false,
    startsAt: '2025-11-21T10:00:00Z',
    endsAt: '2027-11-21T10:00:00Z',
    askedAt: '2025-11-20T10:00:00Z',
    invitationLink: null,
    invitationEndsAt: null,
  },
  replacement: null,
  templates: [],
  templateRoles: null,
  others: 0,
  connectionIds: ['con_1'],
  witnesses: [],
  atRisk: [{ amount: '1200', currency: 'USD' }],
  ...given,
});

export const aCount = (given: Partial<z.output<typeof AccessCounts>> = {}): z.output<typeof AccessCounts> => ({
  active: 38,
  missing: 5,
  pending: 6,
  expired: 2,
  error: 1,
  ready: 37,
  needsConsent: 1,
  endsWithin30: 2,
  rolesMissing: 0,
  noGroup: 1,
  noAutoExtend: 3,
  disagrees: 0,
  noWitness: [],
  unread: [],
  ...given,
});

export const aTemplate = (given: Partial<z.output<typeof AccessTemplate>> = {}): z.output<typeof AccessTemplate> => ({
  id: 'tpl_1',
  name: 'Standard',
  roleIds: ['f2ef992c-3afb-46b9-b7cf-a126ee74c451'],
  durationDays: 730,
  autoExtends: true,
  groups: [],
  version: 1,
  changedBy: 'Ana',
  changedAt: '2026-11-21T10:00:00Z',
  ...given,
});

export const aListedTemplate = (given: Partial<z.output<typeof ListedAccessTemplate>> = {}): z.output<typeof ListedAccessTemplate> => ({
  ...aTemplate(),
  segments: [],
  ...given,
});
