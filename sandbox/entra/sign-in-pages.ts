import type { RemoteAnswer } from '../remote.ts';
import type { World } from '../world/world.ts';
import { type Asking, responseTypes } from './asking.ts';
import { permissions } from './claims.ts';
import { errorText } from './errors.ts';
import { escapeHtml, form, page } from './pages.ts';
import { isAdmin, type Person, peopleToPick } from './people.ts';
import { permissionTexts } from './permission-texts.ts';
import { accountRow, who } from './person-texts.ts';

const cancel = (fields: Asking['fields']): string => form({ ...fields, step: 'cancel' }, '<button>Cancel</button>');
/** What the app insisted on stays; the account is chosen anew. */
const choosing = (prompt = ''): string =>
  [...prompt.split(' ').filter((word) => word === 'consent' || word === 'admin_consent'), 'select_account'].join(' ');
const another = (fields: Asking['fields'], text: string): string =>
  form({ ...fields, prompt: choosing(fields['prompt']), step: 'choose' }, `<button>${text}</button>`);
/** People of the app's organisation, those of others, and a field for anybody. `unknown`: a name that nobody has. */
export function accountPage(
  world: World,
  { account, fields }: Asking,
  session: Person | undefined,
  unknown: string | undefined,
): RemoteAnswer {
  const { own, others } = peopleToPick(world, account);
  const rows = (people: readonly Person[]): string =>
    people.map((one) => accountRow(one, one.objectId === session?.objectId ? 'Signed in' : '')).join('');
  const stranger = session !== undefined && ![...own, ...others].some(({ objectId }) => objectId === session.objectId);
  const wrong = unknown === undefined ? '' : `<p role="alert">${escapeHtml(errorText(50034, unknown))}</p>`;
  const hint = escapeHtml(unknown ?? fields['login_hint'] ?? '');
  const other = `<p><label>Use another account<br><input type="email" name="user" required autocomplete="username" placeholder="someone@example.com" value="${hint}"></label></p><button class="main">Next</button>`;
  return page(
    'Pick an account',
    `<h1>Pick an account</h1>${wrong}${form({ ...fields, step: 'account' }, rows(stranger ? [session, ...own] : own))}
    <details><summary>Accounts of other organisations</summary>${form({ ...fields, step: 'account' }, rows(others))}</details>
    ${form({ ...fields, step: 'account' }, other)}${cancel(fields)}`,
  );
}

export const mfaPage = (hidden: Asking['fields'], person: Person): RemoteAnswer =>
  page(
    'Approve sign in request',
    `${who(person)}<h1>Approve sign in request</h1><p>Open your Authenticator app and enter the number shown to sign in.</p><p class="number">42</p>
    ${form({ ...hidden, step: 'mfa', mfa: 'approved' }, '<button class="main">I have approved</button>')}
    ${form({ ...hidden, step: 'mfaDenied' }, '<button>No, it is not me</button>')}${cancel(hidden)}`,
  );

export const mfaDeniedPage = ({ fields }: Asking, person: Person): RemoteAnswer =>
  page(
    'Request denied',
    `${who(person)}<h1>Request denied</h1><p role="alert">${escapeHtml(errorText(500121))}</p>
    <p>We sent an identity verification request to your mobile device, but you denied it.</p>
    ${form({ ...fields, user: person.userPrincipalName, step: 'account' }, '<button class="main">Send another request</button>')}${another(fields, 'Sign in with another account')}${cancel(fields)}`,
  );

/** The right password, the wrong organisation. */
export const strangerPage = ({ fields }: Asking, person: Person): RemoteAnswer =>
  page(
    'Sign in',
    `${who(person)}<h1>We can't sign you in</h1><p>Selected user account does not exist in the tenant and cannot access the application in that tenant.</p>
    <p role="alert" class="note">${escapeHtml(errorText(50020, person.userPrincipalName))}</p>
    ${another(fields, 'Sign in with another account')}${cancel(fields)}`,
    400,
  );

export function consentPage(asking: Asking, person: Person, hidden: Asking['fields']): RemoteAnswer {
  const { account, asked } = asking;
  const admin = isAdmin(person);
  const title = admin ? 'Permissions requested for your organisation' : 'Permissions requested';
  const app = escapeHtml(account.app.displayName);
  const texts = permissionTexts(
    [...permissions({ account, ...asked }), ...(asked.elsewhere ?? [])],
    [...asked.scopes, ...responseTypes(asking.fields)],
  );
  const forAll = admin
    ? `<p>If you accept, this app will get access to the specified resources for all users in your organisation. No one else will be prompted to review these permissions.</p>`
    : '';
  return page(
    title,
    `${who(person)}<h1>${title}</h1><p><strong>${app}</strong><br><span class="note">${escapeHtml(account.domain)}</span></p><p>This app would like to:</p>
    <ul>${texts.map((text) => `<li>${escapeHtml(text)}</li>`).join('')}</ul>${forAll}
    <p class="note">Accepting these permissions means that you allow this app to use your data as specified in their terms of service and privacy statement.</p>
    ${form({ ...hidden, step: 'consent' }, '<button class="main">Accept</button>')}${form({ ...hidden, step: 'deny' }, '<button>Deny</button>')}`,
  );
}

/** Somebody without the right to consent, and an app without consent. */
export const approvalPage = (asking: Asking, person: Person): RemoteAnswer =>
  page(
    'Need admin approval',
    `${who(person)}<h1>Need admin approval</h1><p><strong>${escapeHtml(asking.account.app.displayName)}</strong><br><span class="note">${escapeHtml(asking.account.domain)}</span></p>
    <p>This app needs permission to access resources in your organisation that only an admin can grant. Please ask an admin to grant permission to this app before you can use it.</p>
    <p class="note" role="alert">${escapeHtml(errorText(90094))}</p>
    ${another(asking.fields, 'Have an admin account? Sign in with that account')}
    ${form({ ...asking.fields, step: 'approval' }, '<button class="main">Return to the application without granting consent</button>')}`,
  );
