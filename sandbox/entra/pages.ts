import type { RemoteAnswer } from '../remote.ts';

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (letter) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[letter] ?? letter);

/** A page of the sign-in service. Says on every page that it is the sandbox. */
export const page = (title: string, content: string, status = 200): RemoteAnswer => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  body: `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title>
<style>*{box-sizing:border-box}body{font:16px/1.5 "Segoe UI",system-ui,sans-serif;background:#f2f2f2;color:#1b1b1b;margin:0;display:grid;place-items:center;min-height:100vh;overflow-wrap:anywhere}
main{background:#fff;padding:2.5rem;max-width:31rem;width:100%;box-shadow:0 2px 6px #0003}h1{font-size:1.5rem;line-height:1.25;font-weight:600;margin:.5rem 0 1rem}
.note,.who{font-size:.85rem;color:#595959;margin:.3rem 0 .8rem}.who{color:inherit;border-bottom:1px solid #8886;padding-bottom:.7rem}.number{font-size:2rem;font-weight:600;margin:0 0 1rem}
form{margin:.5rem 0}button,input{font:inherit;color:inherit;min-height:2.75rem;padding:.4rem 1rem;border:1px solid #616161;background:transparent;border-radius:2px}input{width:100%;min-width:0}
button{cursor:pointer;width:100%}button:hover{background:#8882}button.main{background:#0067b8;border-color:#0067b8;color:#fff}button.main:hover{background:#005a9e}button.row{text-align:left;margin:0 0 .4rem;line-height:1.35}
:focus-visible{outline:3px solid #0067b8;outline-offset:2px}p[role=alert]{color:#a4262c}details{margin:.5rem 0}summary{cursor:pointer;padding:.6rem 0}li{margin:.2rem 0}ul{padding-left:1.2rem}
@media (max-width:31rem){body{place-items:start stretch;background:#fff}main{padding:1.25rem 1rem;box-shadow:none}}
@media (prefers-color-scheme:dark){body{background:#1b1b1b;color:#f2f2f2}main{background:#2b2b2b}.note{color:#c2c2c2}button,input{border-color:#a3a3a3}p[role=alert]{color:#ff9ea0}:focus-visible{outline-color:#6cb8f6}}
@media (prefers-color-scheme:dark) and (max-width:31rem){body{background:#2b2b2b}}</style></head>
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
