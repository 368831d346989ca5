import { escapeHtml } from '../../entra/pages.ts';
import type { RemoteAnswer } from '../../remote.ts';

/** A page of a portal of Microsoft's, in its manner but saying that it is the sandbox. `who`: whose session it stands in for. */
export const portalPage = (portal: string, title: string, content: string, { who = '', status = 200 } = {}): RemoteAnswer => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  body: `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)} · ${escapeHtml(portal)}</title>
<style>*{box-sizing:border-box}:root{color-scheme:light dark;--ground:#f5f5f5;--card:#fff;--text:#1b1b1b;--soft:#595959;--line:#d1d1d1;--link:#0067b8;--bad:#a4262c}
@media (prefers-color-scheme:dark){:root{--ground:#1b1b1b;--card:#2b2b2b;--text:#f2f2f2;--soft:#c2c2c2;--line:#5c5c5c;--link:#6cb8f6;--bad:#ff9ea0}}
body{margin:0;font:16px/1.5 "Segoe UI",system-ui,sans-serif;background:var(--ground);color:var(--text);overflow-wrap:anywhere}
header{background:#0067b8;color:#fff;padding:.6rem 1.5rem;display:flex;flex-wrap:wrap;gap:.2rem 1.5rem;justify-content:space-between}header strong{font-weight:600}
main{max-width:46rem;margin:1.5rem auto;padding:1.75rem 2rem;background:var(--card);border:1px solid var(--line);border-radius:4px}
h1{font-size:1.6rem;line-height:1.25;font-weight:600;margin:.2rem 0 .8rem}h2{font-size:1.1rem;margin:1.5rem 0 .4rem}.note{color:var(--soft);font-size:.875rem;margin:.2rem 0}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.35rem 1.5rem;margin:1rem 0}dt{color:var(--soft)}dd{margin:0}ul{margin:.3rem 0;padding-left:1.2rem}
.acts{display:flex;flex-wrap:wrap;gap:.75rem;margin-top:1.5rem}form{margin:0}.field{margin:1rem 0}label{display:block;font-weight:600;margin-bottom:.25rem}
button,input{font:inherit;color:inherit;min-height:2.75rem;padding:.4rem 1.25rem;border:1px solid var(--soft);border-radius:4px;background:transparent}input{width:100%;min-width:0;padding:.4rem .75rem}
button{cursor:pointer}button:hover{background:#8882}button.main{background:#0067b8;border-color:#0067b8;color:#fff}button.main:hover{background:#005a9e}
a{color:var(--link)}:focus-visible{outline:3px solid var(--link);outline-offset:2px}[role=alert]{color:var(--bad)}[role=status]{border-left:4px solid var(--link);padding:.4rem .9rem;margin:1rem 0}
@media (max-width:40rem){header{padding:.6rem 1rem}main{margin:0;border:0;border-radius:0;padding:1.25rem 1rem;min-height:80vh}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.6rem}.acts button,.acts form{width:100%}}
@media (prefers-color-scheme:dark){header{background:#004578}}@media (max-width:40rem){body{background:var(--card)}}</style></head>
<body><header><strong>${escapeHtml(portal)}</strong><span>Sandbox: no real organization is touched${who === '' ? '' : ` · ${escapeHtml(who)}`}</span></header><main>${content}</main></body></html>`,
});

/** `dt` and `dd` for each pair; the second one is HTML. */
export const facts = (pairs: readonly (readonly [string, string])[]): string =>
  `<dl>${pairs.map(([name, html]) => `<dt>${escapeHtml(name)}</dt><dd>${html}</dd>`).join('')}</dl>`;
