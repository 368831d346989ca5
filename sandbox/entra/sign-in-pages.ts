import type { RemoteAnswer } from '../remote.ts';
import type { PartnerUser } from '../world/types.ts';
import type { World } from '../world/world.ts';
import type { Asking } from './asking.ts';
import { errorText } from './errors.ts';
import { escapeHtml, form, page } from './pages.ts';
import { graphOf } from './tenants.ts';

const cancel = (fields: Asking['fields']): string => form({ ...fields, step: 'cancel' }, '<button>Cancel</button>');

/** Everybody of this cloud, the hinted one first, and a field for another account. `unknown`: a name that nobody has. */
export function accountPage(world: World, { cloud, fields }: Asking, unknown: string | undefined): RemoteAnswer {
  const people = world.tables.partnerAccounts
    .all()
    .flatMap((account) => (account.cloud === cloud ? account.users.map((user) => ({ account, user })) : []));
  const hint = fields['login_hint']?.toLowerCase();
  people.sort((a, b) => Number(b.user.userPrincipalName === hint) - Number(a.user.userPrincipalName === hint));
  const buttons = people
    .map(
      ({ account, user }) =>
        `<button class="row" name="user" value="${escapeHtml(user.userPrincipalName)}"><strong>${escapeHtml(user.displayName)}</strong><br>${escapeHtml(user.userPrincipalName)} · ${escapeHtml(account.name)}</button>`,
    )
    .join('');
  const wrong = unknown === undefined ? '' : `<p role="alert">${escapeHtml(errorText(50034, unknown))}</p>`;
  const other = '<p><label>Another account<br><input type="email" name="user" required></label> <button>Next</button></p>';
  return page(
    'Pick an account',
    `<h1>Pick an account</h1>${wrong}${form({ ...fields, step: 'account' }, buttons)}${form({ ...fields, step: 'account' }, other)}${cancel(fields)}`,
  );
}

export const mfaPage = (hidden: Asking['fields'], user: PartnerUser): RemoteAnswer =>
  page(
    'Approve sign in request',
    `<h1>Approve sign in request</h1><p>${escapeHtml(user.userPrincipalName)}</p><p>Open your Authenticator app and enter the number: <strong>42</strong></p>
    ${form({ ...hidden, step: 'mfa', mfa: 'approved' }, '<button class="main">I have approved</button>')}${cancel(hidden)}`,
  );

export function consentPage(asking: Asking, user: PartnerUser, hidden: Asking['fields']): RemoteAnswer {
  const admin = user.roles.includes('GlobalAdmin');
  const title = admin ? 'Permissions requested for your organisation' : 'Permissions requested';
  const first = asking.asked.audience === graphOf(asking.cloud) ? 'Sign you in and read your profile' : 'Access Partner Center as you';
  return page(
    title,
    `<h1>${title}</h1><p>${escapeHtml(user.userPrincipalName)}</p><p><strong>${escapeHtml(asking.account.app.displayName)}</strong> would like to:</p>
    <ul><li>${first}</li><li>Read delegated admin relationships with customers</li><li>Keep access to data you have given it access to</li></ul>
    ${form({ ...hidden, step: 'consent' }, '<button class="main">Accept</button>')}${form({ ...hidden, step: 'deny' }, '<button>Deny</button>')}`,
  );
}

/** Somebody without the right to consent, and an app without consent. */
export const approvalPage = (asking: Asking, user: PartnerUser): RemoteAnswer =>
  page(
    'Need admin approval',
    `<h1>Need admin approval</h1><p>${escapeHtml(user.userPrincipalName)}</p><p><strong>${escapeHtml(asking.account.app.displayName)}</strong> needs
    permission to access resources in your organisation that only an admin can grant. Ask an admin to grant permission to this app before you can use it.</p>
    <p class="note">${escapeHtml(errorText(90094))}</p>
    ${form({ ...asking.fields, step: 'account' }, '<button>Have an admin account? Sign in with that account</button>')}
    ${form({ ...asking.fields, step: 'approval' }, '<button class="main">Return to the application without granting consent</button>')}`,
  );
