import type { CustomerUser } from '../../world/types.ts';
import { wireInstant } from '../dates.ts';
import { link } from '../paging.ts';

/** A user as lists and readings show it. */
export const userAnswer = (user: CustomerUser) => ({
  usageLocation: user.usageLocation,
  id: user.id,
  userPrincipalName: user.userPrincipalName,
  firstName: user.firstName,
  lastName: user.lastName,
  displayName: user.displayName,
  ...(user.immutableId === undefined ? {} : { immutableId: user.immutableId }),
  ...(user.phoneNumber === undefined ? {} : { phoneNumber: user.phoneNumber }),
  userDomainType: 'none',
  state: user.state,
  ...(user.softDeletedAt === undefined ? {} : { softDeletionTime: wireInstant(user.softDeletedAt) }),
  links: { self: link(`/customers/${user.customerId}/users/${user.id}`) },
  attributes: { objectType: 'CustomerUser' },
});

/** After a password was set: it is shown once more, and what is empty is null. */
export const userWithPassword = (user: CustomerUser, password: string) => {
  const { links, attributes, ...rest } = userAnswer(user);
  return {
    ...rest,
    passwordProfile: { forceChangePassword: user.forceChangePassword ?? false, password },
    lastDirectorySyncTime: null,
    softDeletionTime: null,
    links,
    attributes,
  };
};
