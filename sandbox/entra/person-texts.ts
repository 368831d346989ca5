import { escapeHtml } from './pages.ts';
import type { Person } from './people.ts';

/** Long names break before the @. */
const mailText = (name: string): string => escapeHtml(name).replace('@', '<wbr>@');

/** Who is signing in, at the head of a page. */
export const who = ({ displayName, organisation, userPrincipalName }: Person): string =>
  `<p class="who">${escapeHtml(displayName === organisation ? organisation : `${displayName} · ${organisation}`)}<br>${mailText(userPrincipalName)}</p>`;

/** A button with an account, to be picked. */
export const accountRow = ({ displayName, organisation, userPrincipalName }: Person, note: string): string =>
  `<button class="row" name="user" value="${escapeHtml(userPrincipalName)}"><strong>${escapeHtml(displayName)}</strong><br>${mailText(userPrincipalName)}<br><span class="note">${escapeHtml(note === '' ? organisation : `${organisation} · ${note}`)}</span></button>`;
