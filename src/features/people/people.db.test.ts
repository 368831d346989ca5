import { beforeEach, describe, expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { must } from '../../lib/must.ts';
import { permissionsOf } from '../../model/person.ts';
import {
  addApiKey,
  addPerson,
  changePerson,
  ensureFirstOwner,
  findCallerByKey,
  findCallerByLogin,
  hasFreshProof,
  listApiKeys,
  makeLink,
  openLink,
  prove,
  revokeApiKey,
  setPassword,
  signIn,
  signOut,
} from './index.ts';

const { db, owner } = await aDatabase();
const { context, clock } = aContext(db);
const asOwner = { ...context, actor: { ...context.actor, kind: 'person' as const, permissions: permissionsOf.owner } };
const phrase = 'four words make a phrase';

const signedIn = async (personId: string) => {
  const login = must(await openLink(context, await makeLink(context, personId), '127.0.0.1'), 'a login');
  return { token: login.token, caller: must(await findCallerByLogin(context, login.token, '127.0.0.1'), 'a caller') };
};

const aPerson = async (role: 'operator' | 'finance' | 'owner' | 'auditor' = 'operator') => {
  const email = `${context.ids()}@contoso.com`;
  const outcome = await addPerson(asOwner, { name: 'Ana Souza', email, role });
  if (outcome.status !== 'added') throw new Error(outcome.because);
  return { email, personId: outcome.person.personId, linkToken: outcome.linkToken };
};

beforeEach(async () => {
  await owner.db.deleteFrom('sign_in_try').execute();
});

describe('one-time links', () => {
  test('a link signs in once', async () => {
    const token = await makeLink(context, await ensureFirstOwner(context));

    expect(await openLink(context, token, undefined)).toBeDefined();
    expect(await openLink(context, token, undefined)).toBeUndefined();
  });

  test('two who open a link at the same moment: one gets in', async () => {
    const token = await makeLink(context, await ensureFirstOwner(context));

    const opened = await Promise.all([openLink(context, token, 'a'), openLink(context, token, 'b'), openLink(context, token, 'c')]);

    expect(opened.filter((login) => login !== undefined)).toHaveLength(1);
  });

  test('a link of yesterday is over', async () => {
    const token = await makeLink(context, await ensureFirstOwner(context));
    await clock.advance(24 * 3_600_000 + 1_000);

    expect(await openLink(context, token, undefined)).toBeUndefined();
  });

  test('an unknown link opens nothing', async () => {
    expect(await openLink(context, 'made-up', undefined)).toBeUndefined();
  });

  test('neither links nor logins nor keys can be read from a dump', async () => {
    const personId = await ensureFirstOwner(context);
    const link = await makeLink(context, personId);
    const login = must(await openLink(context, link, undefined), 'a login');
    const key = await addApiKey(asOwner, { personId, name: 'dump', scopes: ['overview:read'], days: 1 });

    const dump = JSON.stringify([
      await owner.db.selectFrom('one_time_link').selectAll().execute(),
      await owner.db.selectFrom('login').selectAll().execute(),
      await owner.db.selectFrom('api_key').selectAll().execute(),
      await owner.db.selectFrom('audit_event').selectAll().execute(),
    ]);

    for (const secret of [link, login.token, key.status === 'added' ? key.key : '']) expect(dump).not.toContain(secret);
  });
});

describe('logins', () => {
  test('a login ends after half an hour without use', async () => {
    const { token } = await signedIn((await aPerson()).personId);
    await clock.advance(29 * 60_000);
    expect(await findCallerByLogin(context, token, undefined)).toBeDefined();
    await clock.advance(31 * 60_000);

    expect(await findCallerByLogin(context, token, undefined)).toBeUndefined();
  });

  test('a login that is used all day ends after twelve hours', async () => {
    const { token } = await signedIn((await aPerson()).personId);
    for (let hour = 0; hour < 12 * 3; hour += 1) {
      await clock.advance(20 * 60_000);
      await findCallerByLogin(context, token, undefined);
    }

    expect(await findCallerByLogin(context, token, undefined)).toBeUndefined();
  });

  test('signing out ends it at once', async () => {
    const { token, caller } = await signedIn((await aPerson()).personId);
    await signOut(context, caller);

    expect(await findCallerByLogin(context, token, undefined)).toBeUndefined();
  });

  test('a changed role takes effect with the next request', async () => {
    const person = await aPerson('operator');
    const { token } = await signedIn(person.personId);
    await changePerson(asOwner, person.personId, { role: 'auditor' });
    expect(await findCallerByLogin(context, token, undefined)).toBeUndefined();

    const again = await signedIn(person.personId);
    expect(again.caller.permissions).toEqual(permissionsOf.auditor);
  });

  test('a proof of who I am is fresh for five minutes', async () => {
    const { caller } = await signedIn((await aPerson()).personId);
    expect(hasFreshProof(caller, clock.now().add({ minutes: 4 }))).toBe(true);
    expect(hasFreshProof(caller, clock.now().add({ minutes: 5 }))).toBe(false);
  });

  test('typing the password again makes it fresh', async () => {
    const person = await aPerson();
    const { token, caller } = await signedIn(person.personId);
    await setPassword(context, caller, phrase);
    await clock.advance(6 * 60_000);
    const known = must(await findCallerByLogin(context, token, undefined), 'a caller');
    expect(hasFreshProof(known, clock.now())).toBe(false);

    expect(await prove(context, known, { password: 'something else entirely', address: 'x' })).toBe('sign_in_failed');
    expect(await prove(context, known, { password: phrase, address: 'x' })).toBe('proved');

    expect(hasFreshProof(must(await findCallerByLogin(context, token, undefined), 'a caller'), clock.now())).toBe(true);
  });
});

describe('signing in with a password', () => {
  test('the right one works, letters of the e-mail in any case', async () => {
    const { email, personId } = await aPerson();
    await setPassword(context, (await signedIn(personId)).caller, phrase);

    expect(await signIn(context, { email: email.toUpperCase(), password: phrase, address: 'x' })).toMatchObject({
      status: 'signedIn',
      personId,
    });
  });

  test('an unknown e-mail and a wrong password give the same answer', async () => {
    const { email, personId } = await aPerson();
    await setPassword(context, (await signedIn(personId)).caller, phrase);

    const wrong = await signIn(context, { email, password: 'not this phrase at all', address: 'x' });
    const unknown = await signIn(context, { email: 'nobody@contoso.com', password: phrase, address: 'x' });

    expect(wrong).toEqual({ status: 'refused', because: 'sign_in_failed' });
    expect(unknown).toEqual(wrong);
  });

  test('ten failures lock the account for a quarter of an hour, also for the right password', async () => {
    const { email, personId } = await aPerson();
    await setPassword(context, (await signedIn(personId)).caller, phrase);
    for (let i = 0; i < 10; i += 1) await signIn(context, { email, password: `wrong phrase number ${i}`, address: `address ${i}` });

    expect(await signIn(context, { email, password: phrase, address: 'y' })).toEqual({ status: 'refused', because: 'locked_out' });
    await clock.advance(15 * 60_000 + 1_000);
    expect(await signIn(context, { email, password: phrase, address: 'y' })).toMatchObject({ status: 'signedIn' });
  });

  test('a disabled user cannot sign in', async () => {
    const { email, personId } = await aPerson();
    await setPassword(context, (await signedIn(personId)).caller, phrase);
    await changePerson(asOwner, personId, { state: 'disabled' });

    expect(await signIn(context, { email, password: phrase, address: 'x' })).toEqual({ status: 'refused', because: 'sign_in_failed' });
  });

  test('a new password ends my other logins', async () => {
    const { personId } = await aPerson();
    const [first, second] = [await signedIn(personId), await signedIn(personId)];
    await setPassword(context, second.caller, phrase);

    expect(await findCallerByLogin(context, first.token, undefined)).toBeUndefined();
    expect(await findCallerByLogin(context, second.token, undefined)).toBeDefined();
  });

  test('a weak password is refused with the reason and changes nothing', async () => {
    const { caller } = await signedIn((await aPerson()).personId);

    expect(await setPassword(context, caller, 'passwordpassword')).toMatchObject({ status: 'refused' });
    expect((await signedIn(caller.personId)).caller.hasPassword).toBe(false);
  });
});

describe('roles', () => {
  test('nobody can give a role that may do more than he himself', async () => {
    const asOperator = { ...asOwner, actor: { ...asOwner.actor, permissions: permissionsOf.operator } };

    expect(await addPerson(asOperator, { name: 'Eve', email: 'eve@contoso.com', role: 'owner' })).toEqual({
      status: 'refused',
      because: 'forbidden',
    });
  });

  test('two people with one e-mail are refused', async () => {
    const { email } = await aPerson();

    expect(await addPerson(asOwner, { name: 'Twin', email: email.toUpperCase(), role: 'operator' })).toEqual({
      status: 'refused',
      because: 'duplicate',
    });
  });

  test('the last two administrators cannot remove each other at the same moment', async () => {
    await owner.db.updateTable('person').set({ state: 'disabled' }).execute();
    const [a, b] = [await aPerson('owner'), await aPerson('owner')];

    const outcomes = await Promise.all([
      changePerson(asOwner, a.personId, { state: 'disabled' }),
      changePerson(asOwner, b.personId, { role: 'operator' }),
    ]);

    expect(outcomes.map((outcome) => outcome.status).toSorted()).toEqual(['changed', 'refused']);
  });
});

describe('API keys', () => {
  test('a key has its scopes and no more than its owner', async () => {
    const { personId } = await aPerson('operator');
    const made = await addApiKey(asOwner, { personId, name: 'backup', scopes: ['customers:read', 'people:write'], days: 30 });
    const caller = await findCallerByKey(context, made.status === 'added' ? made.key : '', undefined);

    expect(caller?.permissions).toEqual(['customers:read']);
    expect(caller?.actor.name).toBe('Ana Souza (key backup)');
  });

  test('a key for rights that the maker lacks is refused by name', async () => {
    const asOperator = { ...asOwner, actor: { ...asOwner.actor, permissions: permissionsOf.operator } };
    const { personId } = await aPerson();

    expect(await addApiKey(asOperator, { personId, name: 'x', scopes: ['people:write'], days: 1 })).toEqual({
      status: 'refused',
      because: 'forbidden',
      missing: ['people:write'],
    });
  });

  test('a revoked key stops with the next call', async () => {
    const { personId } = await aPerson();
    const made = await addApiKey(asOwner, { personId, name: 'x', scopes: ['customers:read'], days: 1 });
    if (made.status !== 'added') throw new Error('refused');

    expect(await revokeApiKey(context, personId, made.record.keyId)).toBe(true);

    expect(await findCallerByKey(context, made.key, undefined)).toBeUndefined();
    expect(await revokeApiKey(context, personId, made.record.keyId)).toBe(false);
    expect((await listApiKeys(context, personId))[0]?.revokedAt).not.toBeNull();
  });

  test('a key ends with its last day, and nobody revokes the key of another', async () => {
    const [mine, theirs] = [await aPerson(), await aPerson()];
    const made = await addApiKey(asOwner, { personId: mine.personId, name: 'x', scopes: ['customers:read'], days: 1 });
    if (made.status !== 'added') throw new Error('refused');
    expect(await revokeApiKey(context, theirs.personId, made.record.keyId)).toBe(false);

    await clock.advance(24 * 3_600_000 + 1_000);

    expect(await findCallerByKey(context, made.key, undefined)).toBeUndefined();
  });
});
