import { json } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import { callRoute } from '../call.ts';
import { type CustomerWork, withRight } from '../customers/with.ts';
import { isRefusal } from '../errors.ts';
import { userAnswer } from './answers.ts';
import { findUser } from './find.ts';
import { listUsers } from './list.ts';
import { addMember, listRoles, membersOfRole, removeMember, rolesOfUser } from './roles.ts';
import { createUser, deleteUser, patchUser, resetPassword } from './write.ts';

const needs = { audience: 'user', right: 'view' } as const;
const base = '/v1/customers/{customerId}';
const one = `${base}/users/{userId}`;
const members = `${base}/directoryroles/{roleId}/usermembers`;

const getUser: CustomerWork = (call, known) => {
  const user = findUser(call, known);
  return isRefusal(user) ? user : json(200, userAnswer(user));
};

export const userRoutes: readonly Route[] = [
  callRoute('GET', `${base}/users`, needs, withRight('read', listUsers)),
  callRoute('POST', `${base}/users`, needs, withRight('users', createUser)),
  callRoute('GET', one, needs, withRight('read', getUser)),
  callRoute('PATCH', one, needs, withRight('users', patchUser)),
  callRoute('DELETE', one, needs, withRight('users', deleteUser)),
  callRoute('PATCH', `${one}/resetpassword`, needs, withRight('passwords', resetPassword)),
  callRoute('GET', `${one}/directoryroles`, needs, withRight('read', rolesOfUser)),
  callRoute('GET', `${base}/directoryroles`, needs, withRight('read', listRoles)),
  callRoute('GET', members, needs, withRight('read', membersOfRole)),
  callRoute('POST', members, needs, withRight('roles', addMember)),
  callRoute('DELETE', `${members}/{userId}`, needs, withRight('roles', removeMember)),
];
