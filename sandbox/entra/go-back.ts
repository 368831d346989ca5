import type { RemoteAnswer } from '../remote.ts';
import { escapeHtml, page } from './pages.ts';

/** Sends the browser back to the app in the mode that it asked for: query (default), fragment or form_post. */
export function goBack(fields: Readonly<Record<string, string>>, answer: Readonly<Record<string, string>>): RemoteAnswer {
  const { redirect_uri: redirect = '', state, response_mode: mode = 'query' } = fields;
  const full = { ...answer, ...(state === undefined ? {} : { state }) };
  if (mode === 'form_post') return postBack(redirect, full);
  const target = new URL(redirect);
  if (mode === 'fragment') target.hash = new URLSearchParams(full).toString();
  else for (const [name, value] of Object.entries(full)) target.searchParams.set(name, value);
  return { status: 302, headers: { location: target.toString(), 'cache-control': 'no-store' } };
}

const postBack = (redirect: string, fields: Readonly<Record<string, string>>): RemoteAnswer =>
  page(
    'Working...',
    `<form method="post" action="${escapeHtml(redirect)}">${Object.entries(fields)
      .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
      .join('')}<button class="main">Continue</button></form><script>document.forms[0].submit()</script>`,
  );
