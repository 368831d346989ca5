import { otherRoles } from './entra-roles.ts';

/**
 * Roles of delegated access by their template id, and what each of our abilities needs of them (partner-center-api reference 1.5, 9 and 16; the ids
 * are those of the same page of Microsoft's as the other roles). An unknown id is shown as it is and never refused.
 */
export const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';

/** Those that something here needs. */
export const rolesUsedHere: Readonly<Record<string, string>> = {
  [globalAdministrator]: 'Global Administrator',
  'f2ef992c-3afb-46b9-b7cf-a126ee74c451': 'Global Reader',
  '88d8e3e3-8f55-4a1e-953a-9b9898b8876b': 'Directory Readers',
  'fe930be7-5e62-47db-91af-98c3a49a38b1': 'User Administrator',
  '4d6ac14f-3453-41d0-bef9-a3e0c569773a': 'License Administrator',
  '158c047a-c907-4556-b7ef-446551a6b5f7': 'Cloud Application Administrator',
  '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3': 'Application Administrator',
  '9360feb5-f418-4baa-8175-e2a00bac4301': 'Directory Writers',
  'f023fd81-a637-4b56-95fd-791ac0226033': 'Service Support Administrator',
};

/** All that are known by name, those that are needed here first. */
export const roleNames: Readonly<Record<string, string>> = { ...rolesUsedHere, ...otherRoles };

/** Names instead of ids; a role that nobody names stays an id. */
export const namesOfRoles = (ids: readonly string[]): string[] => ids.map((id) => roleNames[id] ?? id);

const roleId = Object.fromEntries(Object.entries(roleNames).map(([id, name]) => [name, id]));
const idsOf = (...names: readonly string[]): readonly string[] => names.flatMap((name) => roleId[name] ?? []);

/** What we do inside a customer's tenant; any one of `roles` is enough for it. */
export type Ability = {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  /** Without it a customer's access is told as incomplete. */
  readonly isRequired: boolean;
  /** What does not work without it. */
  readonly without: string;
};

export const abilities: readonly Ability[] = [
  {
    id: 'readLicences',
    name: 'Read licences',
    roles: idsOf('Global Administrator', 'Global Reader', 'Directory Readers', 'User Administrator', 'License Administrator'),
    isRequired: true,
    without: 'Licences cannot be compared with what is bought: there is no tenant evidence.',
  },
  {
    id: 'readUsers',
    name: 'Read users',
    roles: idsOf('Global Administrator', 'Global Reader', 'Directory Readers', 'User Administrator'),
    isRequired: false,
    without: 'Licences on blocked accounts are not found.',
  },
  {
    id: 'assignLicences',
    name: 'Assign licences',
    roles: idsOf('Global Administrator', 'License Administrator', 'User Administrator', 'Directory Writers'),
    isRequired: false,
    without: 'Licences cannot be given to people or taken from them.',
  },
  {
    id: 'consentApp',
    name: 'Give consent',
    roles: idsOf('Global Administrator', 'Application Administrator', 'Cloud Application Administrator'),
    isRequired: false,
    without: 'Consent cannot be given from here; the customer has to give it.',
  },
  {
    id: 'serviceRequests',
    name: 'Service requests',
    roles: idsOf('Global Administrator', 'Service Support Administrator'),
    isRequired: false,
    without: 'Service requests cannot be opened for the customer.',
  },
];

/** The abilities that these roles give. */
export const coveredBy = (roleIds: readonly string[]): readonly Ability[] =>
  abilities.filter(({ roles }) => roles.some((role) => roleIds.includes(role)));

export const lacksRequired = (roleIds: readonly string[]): boolean =>
  abilities.some(({ isRequired, roles }) => isRequired && !roles.some((role) => roleIds.includes(role)));

/** Microsoft prolongs no relationship that holds the Global Administrator role (partner-center-api reference 16). */
export const mayExtend = (roleIds: readonly string[]): boolean => !roleIds.includes(globalAdministrator);
