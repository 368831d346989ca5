import type { RemoteAnswer } from '../remote.ts';

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (letter) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[letter] ?? letter);

/** A page of the sign-in service. Says on every page that it is the sandbox. */
export const page = (title: string, content: string, status = 200): RemoteAnswer => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  body: `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title>
<style>body{font:16px/1.5 "Segoe UI",system-ui,sans-serif;background:#f2f2f2;color:#1b1b1b;margin:0;display:grid;place-items:center;min-height:100vh}
main{background:#fff;padding:2.5rem;max-width:26rem;width:calc(100% - 5rem);box-shadow:0 2px 6px #0003}h1{font-size:1.5rem;font-weight:600;margin:.5rem 0 1rem}
.note{font-size:.8rem;color:#595959}button{font:inherit;padding:.4rem 1.2rem;margin:.3rem .3rem .3rem 0;border:1px solid #616161;background:#fff;cursor:pointer}
button.main{background:#0067b8;border-color:#0067b8;color:#fff}button.row{display:block;width:100%;text-align:left;margin:0 0 .4rem}li{margin:.2rem 0}
@media (prefers-color-scheme:dark){body{background:#1b1b1b;color:#f2f2f2}main{background:#2b2b2b}.note{color:#b3b3b3}button{background:#2b2b2b;color:#f2f2f2}}</style></head>
<body><main><p class="note">Sandbox sign-in: no real account is used here.</p>${content}</main></body></html>`,
});

/** A form with hidden fields and its own content; posts back to the page it is on. */
export const form = (hidden: Readonly<Record<string, string>>, content: string, action = ''): string =>
  `<form method="post" action="${escapeHtml(action)}">${Object.entries(hidden)
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('')}${content}</form>`;

export const errorPage = (text: string, status = 400): RemoteAnswer =>
  page(
    'Sign in',
    `<h1>We can't sign you in</h1><p role="alert">${escapeHtml(text)}</p><p class="note">Close this window, correct the link and try again.</p>`,
    status,
  );
