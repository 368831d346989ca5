export { actingFor } from './acting.ts';
export { addApiKey, type KeyRecord, listApiKeys, revokeApiKey } from './api-keys.ts';
export { type Caller, findCallerByKey, findCallerByLogin } from './caller.ts';
export { ensureFirstOwner } from './first-owner.ts';
export { makeLink, openLink } from './open-link.ts';
export { type AddPersonOutcome, addPerson, changePerson, listPeople, type PersonRecord } from './people.ts';
export { hasFreshProof, prove, setPassword, signOut } from './prove.ts';
export { signIn } from './sign-in.ts';
export { hashToken, makeToken } from './token.ts';
