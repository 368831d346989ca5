import type { RemoteAnswer } from '../remote.ts';
import type { World } from '../world/world.ts';
import type { AdminAsking } from './admin-asking.ts';
import { permissions } from './claims.ts';
import { errorText } from './errors.ts';
import { escapeHtml, form, page } from './pages.ts';
import { isAdmin, type Person, peopleOfCustomer, peopleOfPartner } from './people.ts';
import { permissionTexts } from './permission-texts.ts';
import { accountRow, who } from './person-texts.ts';
import { readAsked } from './scopes.ts';
import { graphOf, partnerCenterOf } from './tenants.ts';

/** The administrators of the tenant and one who is none; at `common` those of the app's own partner. */
function candidates(world: World, { owner, tenant }: AdminAsking): readonly Person[] {
  const all = tenant?.customerId === undefined ? peopleOfPartner(tenant?.account ?? owner) : peopleOfCustomer(world, tenant.customerId);
  return [...all.filter(isAdmin), ...all.filter((one) => !isAdmin(one)).slice(0, 1)];
}

export function adminAccountPage(world: World, asking: AdminAsking, unknown: string | undefined): RemoteAnswer {
  const wrong = unknown === undefined ? '' : `<p role="alert">${escapeHtml(errorText(50034, unknown))}</p>`;
  const other =
    '<p><label>Use another account<br><input type="email" name="user" required autocomplete="username" placeholder="someone@example.com"></label></p><button class="main">Next</button>';
  const hidden = { ...asking.fields, step: 'account' };
  return page(
    'Pick an account',
    `<h1>Pick an account</h1>${wrong}${form(
      hidden,
      candidates(world, asking)
        .map((one) => accountRow(one, isAdmin(one) ? 'Administrator' : ''))
        .join(''),
    )}${form(hidden, other)}`,
  );
}

export const notAdminPage = (asking: AdminAsking, person: Person): RemoteAnswer =>
  page(
    'Need admin approval',
    `${who(person)}<h1>Need admin approval</h1><p>Only an administrator can accept permissions for the whole organisation.</p>
    <p class="note" role="alert">${escapeHtml(errorText(90094))}</p>${form({ ...asking.fields, step: 'choose' }, '<button class="main">Sign in with another account</button>')}`,
    403,
  );

export function adminAskPage({ owner, fields, cloud, version }: AdminAsking, person: Person): RemoteAnswer {
  const asked = version === 'v1' ? undefined : readAsked(cloud, 'v2', '', fields['scope'] ?? '');
  const of = (audience: string, scopes: readonly string[]): readonly string[] =>
    permissionTexts(permissions({ account: owner, audience, scopes }), scopes);
  const texts =
    asked === undefined || asked.audience === ''
      ? [...of(partnerCenterOf(cloud), []), ...of(graphOf(cloud), [])]
      : of(asked.audience, asked.scopes);
  const hidden = { ...fields, user: person.userPrincipalName };
  return page(
    'Permissions requested',
    `${who(person)}<h1>Permissions requested for your organisation</h1><p><strong>${escapeHtml(owner.app.displayName)}</strong><br><span class="note">${escapeHtml(owner.domain)}</span></p>
    <p>This app asks to be used by everybody in your organisation. It would like to:</p><ul>${texts.map((text) => `<li>${escapeHtml(text)}</li>`).join('')}</ul>
    ${form({ ...hidden, step: 'consent' }, '<button class="main">Accept</button>')}${form({ ...hidden, step: 'deny' }, '<button>Deny</button>')}`,
  );
}

export const adminDonePage = (given: boolean): RemoteAnswer =>
  page('Done', `<h1>${given ? 'Consent given' : 'Consent denied'}</h1><p>You can close this window.</p>`);
