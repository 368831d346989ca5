/** Directory roles of a tenant with their public template ids. Names as Partner Center's page "Get user roles for a customer" writes them. */
export const directoryRoles = [
  { id: '62e90394-69f5-4237-9190-012177145e10', name: 'Company Administrator' },
  { id: 'f2ef992c-3afb-46b9-b7cf-a126ee74c451', name: 'Global Reader' },
  { id: 'fe930be7-5e62-47db-91af-98c3a49a38b1', name: 'User Account Administrator' },
  { id: '729827e3-9c14-49f7-bb1b-9608f156bbb8', name: 'Helpdesk Administrator' },
  { id: 'f023fd81-a637-4b56-95fd-791ac0226033', name: 'Service Support Administrator' },
  { id: 'b0f54661-2d74-4c50-afa3-1ec803f12efe', name: 'Billing Administrator' },
  { id: '4d6ac14f-3453-41d0-bef9-a3e0c569773a', name: 'License Administrator' },
  { id: '88d8e3e3-8f55-4a1e-953a-9b9898b8876b', name: 'Directory Readers' },
  { id: '9360feb5-f418-4baa-8175-e2a00bac4301', name: 'Directory Writers' },
  { id: 'e8611ab8-c189-46e8-94e1-60213ab1f814', name: 'Privileged Role Administrator' },
  { id: '7be44c8a-adaf-4e2a-84d6-ab2649e08a13', name: 'Privileged Authentication Administrator' },
  { id: '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3', name: 'Application Administrator' },
  { id: '158c047a-c907-4556-b7ef-446551a6b5f7', name: 'Cloud Application Administrator' },
  { id: '8329153b-31d0-4727-b945-745eb3bc5f31', name: 'Domain Name Administrator' },
  { id: '29232cdf-9323-42fd-ade2-1d097af3e4de', name: 'Exchange Administrator' },
  { id: 'f28a1f50-f6e7-4571-818b-6a12f2af6b6c', name: 'SharePoint Administrator' },
  { id: '194ae4cb-b126-40b2-bd5b-6091b380977d', name: 'Security Administrator' },
  { id: '4a5d8f65-41da-4de4-8968-e035b65339cf', name: 'Reports Reader' },
] as const;

export const globalAdministrator = directoryRoles[0].id;

/** Which roles of delegated access allow what in a customer's tenant (reference 1.5, 3 and 9). Global administrators may do everything. */
export const tenantRights = {
  read: [
    'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
    '88d8e3e3-8f55-4a1e-953a-9b9898b8876b',
    '9360feb5-f418-4baa-8175-e2a00bac4301',
    'fe930be7-5e62-47db-91af-98c3a49a38b1',
    '4d6ac14f-3453-41d0-bef9-a3e0c569773a',
  ],
  users: ['fe930be7-5e62-47db-91af-98c3a49a38b1', '9360feb5-f418-4baa-8175-e2a00bac4301'],
  passwords: ['fe930be7-5e62-47db-91af-98c3a49a38b1', '7be44c8a-adaf-4e2a-84d6-ab2649e08a13'],
  roles: ['e8611ab8-c189-46e8-94e1-60213ab1f814'],
  licences: ['4d6ac14f-3453-41d0-bef9-a3e0c569773a', 'fe930be7-5e62-47db-91af-98c3a49a38b1', '9360feb5-f418-4baa-8175-e2a00bac4301'],
  apps: ['9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3', '158c047a-c907-4556-b7ef-446551a6b5f7'],
} as const satisfies Record<string, readonly string[]>;

export type TenantRight = keyof typeof tenantRights;
