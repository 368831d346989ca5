import { type Fields, has, listOf, objectOf, readBody, textOf, toFields, wordOf } from '../partner-center/body.ts';
import type { GdapRelationship } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { etagOf } from './answers.ts';
import { badRequest, type GraphRefusal, isRefusal, refuse } from './errors.ts';

/** Not to be prolonged automatically (page on expiring GDAP relationships). */
export const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';

export const bodyOf = (text: string): Fields | GraphRefusal => readBody(text) ?? badRequest('Unable to read JSON request payload.');

/** The parts of a relationship that a partner writes. */
export type Wanted = Pick<GdapRelationship, 'displayName' | 'duration' | 'autoExtendDuration' | 'roleDefinitionIds'> & {
  readonly customerId?: string;
};

/** Checks a new or changed relationship; `before` supplies what a PATCH leaves out. */
export function readWanted(world: World, accountId: string, body: Fields, before?: GdapRelationship): Wanted | GraphRefusal {
  const displayName = wordOf(body, 'displayName') || (before?.displayName ?? '');
  const { duration, autoExtend } = times(body, before);
  const refused = checkName(world, accountId, displayName, before?.id) ?? checkDuration(duration);
  if (refused !== undefined) return refused;
  const roleDefinitionIds = has(body, 'accessDetails') ? readRoles(body) : before?.roleDefinitionIds;
  if (roleDefinitionIds === undefined) return badRequest('At least one unified role must be provided in accessDetails.');
  const autoExtendDuration = readAutoExtend(autoExtend, roleDefinitionIds);
  if (isRefusal(autoExtendDuration)) return autoExtendDuration;
  const customer = readCustomer(body, before);
  return isRefusal(customer) ? customer : { displayName, duration, autoExtendDuration, roleDefinitionIds, ...customer };
}

const times = (body: Fields, before: GdapRelationship | undefined) => ({
  duration: textOf(body, 'duration') ?? before?.duration ?? '',
  autoExtend: textOf(body, 'autoExtendDuration') ?? before?.autoExtendDuration ?? 'PT0S',
});

function readCustomer(body: Fields, before: GdapRelationship | undefined): { readonly customerId?: string } | GraphRefusal {
  const customerId = textOf(objectOf(body, 'customer'), 'tenantId')?.toLowerCase() ?? before?.customerId;
  if (customerId === undefined) return {};
  return isGuid(customerId) ? { customerId } : badRequest('The customer tenantId is not a valid GUID.');
}

const checkDuration = (text: string): GraphRefusal | undefined =>
  isAllowedDuration(text) ? undefined : badRequest('The duration must be a value between P1D and P2Y inclusive.');

function checkName(world: World, accountId: string, name: string, ownId: string | undefined): GraphRefusal | undefined {
  if (name.trim() === '' || name.length > 50) return badRequest('The displayName is required and must not exceed 50 characters.');
  return isTakenName(world, accountId, name, ownId)
    ? refuse(409, 'Conflict', 'A delegated admin relationship with the same displayName already exists.')
    : undefined;
}

/** Names are unique among the relationships of a partner. */
export const isTakenName = (world: World, accountId: string, name: string, ownId?: string): boolean =>
  world.tables.gdap.by('accountId', accountId).some((row) => row.id !== ownId && row.displayName.toLowerCase() === name.toLowerCase());

export function isAllowedDuration(text: string): boolean {
  try {
    const days = Temporal.Duration.from(text).total({ unit: 'days', relativeTo: '2025-01-01' });
    return days >= 1 && days <= 730;
  } catch {
    return false;
  }
}

export function readAutoExtend(text: string, roleDefinitionIds: readonly string[]): string | GraphRefusal {
  const plain = text.toUpperCase();
  if (plain === 'PT0S' || plain === 'P0D') return 'PT0S';
  if (plain !== 'P180D') return badRequest('The autoExtendDuration must be PT0S, P0D or P180D.');
  if (roleDefinitionIds.includes(globalAdministrator)) {
    return badRequest('A relationship that includes the Global Administrator role cannot be auto extended.');
  }
  return plain;
}

/** Role ids of `accessDetails.unifiedRoles[]`; undefined when there is none. */
export function readRoles(body: Fields): string[] | undefined {
  const given = listOf(objectOf(body, 'accessDetails'), 'unifiedRoles') ?? [];
  const ids = given.map((one) => textOf(toFields(one), 'roleDefinitionId')?.toLowerCase());
  const known = ids.filter((id): id is string => id !== undefined && isGuid(id));
  return known.length === 0 || known.length < ids.length ? undefined : [...new Set(known)];
}

export const isGuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

/** `If-Match` with the present etag. What Graph answers without it is not documented: a switch. */
export function checkEtag(world: World, sent: string | undefined, id: string, version: number): GraphRefusal | undefined {
  if (sent === undefined || sent.trim() === '') {
    const status = world.switch('gdap').withoutEtag;
    return refuse(status, status === 428 ? 'PreconditionRequired' : 'PreconditionFailed', 'The If-Match header is required.');
  }
  if (sent === '*' || sent === etagOf(id, version)) return undefined;
  return refuse(412, 'PreconditionFailed', 'The specified etag does not match the current version of the resource.');
}
