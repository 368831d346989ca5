import { empty, json, type RemoteAnswer } from '../../remote.ts';
import { directoryRoles } from '../../world/people/directory-roles.ts';
import { usersOf } from '../../world/people/tenant.ts';
import type { CustomerUser } from '../../world/types.ts';
import { readBody, wordOf } from '../body.ts';
import type { Call } from '../call.ts';
import type { KnownCustomer } from '../customers/find.ts';
import { isRefusal, type Refusal, refuse, refuseWith } from '../errors.ts';
import { collection, seekPage } from '../paging.ts';
import { findActiveUser, keepUser, wrongBody } from './find.ts';

type Role = (typeof directoryRoles)[number];

const roleAnswer = ({ id, name }: Role) => ({ name, id, attributes: { objectType: 'DirectoryRole' } });

const memberAnswer = (user: CustomerUser, roleId?: string) => ({
  displayName: user.displayName,
  userPrincipalName: user.userPrincipalName,
  ...(roleId === undefined ? {} : { roleId }),
  id: user.id,
  attributes: { objectType: 'UserMember' },
});

/** Every role of the tenant. */
export const listRoles = (): RemoteAnswer => json(200, collection(directoryRoles.map(roleAnswer)));

export function rolesOfUser(call: Call, known: KnownCustomer): RemoteAnswer | Refusal {
  const user = findActiveUser(call, known);
  if (isRefusal(user)) return user;
  return json(200, collection(directoryRoles.filter(({ id }) => user.roleIds.includes(id)).map(roleAnswer)));
}

/** Who has a role, in pages. */
export function membersOfRole(call: Call, { customer }: KnownCustomer): RemoteAnswer | Refusal {
  const role = findRole(call);
  if (isRefusal(role)) return role;
  const members = usersOf(call.world, customer.id)
    .filter((user) => user.roleIds.includes(role.id))
    .toSorted((left, right) => (left.id < right.id ? -1 : 1));
  const { query, headers } = call.request;
  const path = `/customers/${customer.id}/directoryroles/${role.id}/usermembers`;
  const page = seekPage(path, members, (user) => user.id, { query, continuation: headers['ms-continuationtoken'] });
  if (isRefusal(page)) return page;
  return json(
    200,
    collection(
      page.items.map((user) => memberAnswer(user, role.id)),
      page.links,
      page.continuation,
    ),
  );
}

export function addMember(call: Call, known: KnownCustomer): RemoteAnswer | Refusal {
  const role = findRole(call);
  if (isRefusal(role)) return role;
  const body = readBody(call.request.body);
  if (body === undefined) return wrongBody;
  const user = findActiveUser(call, known, wordOf(body, 'id'));
  if (isRefusal(user)) return user;
  if (user.roleIds.includes(role.id)) {
    return refuseWith(409, 3000, "One or more added object references already exist for the following modified properties: 'members'.");
  }
  keepUser(call, 'add_user_member', { ...user, roleIds: [...user.roleIds, role.id] }, user);
  return json(201, memberAnswer(user, role.id));
}

export function removeMember(call: Call, known: KnownCustomer): RemoteAnswer | Refusal {
  const role = findRole(call);
  const user = findActiveUser(call, known);
  if (isRefusal(role)) return role;
  if (isRefusal(user)) return user;
  if (!user.roleIds.includes(role.id)) return refuse(1000);
  keepUser(call, 'remove_user_member', { ...user, roleIds: user.roleIds.filter((id) => id !== role.id) }, user);
  return empty(204);
}

function findRole(call: Call): Role | Refusal {
  const id = (call.params['roleId'] ?? '').toLowerCase().trim();
  return directoryRoles.find((role) => role.id === id) ?? refuse(1000);
}
