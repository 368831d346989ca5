import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import staticFiles from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { apiBase } from '../contract/index.ts';
import { sendProblem } from './mount.ts';
import { ofCode } from './problem.ts';

/** Folder of the built browser app (`web/dist`). */
export type BrowserApp = { readonly folder: string };

/** Serves the browser app: hashed files for a year, the page itself always fresh and with a nonce for its styles. */
export async function serveBrowserApp(server: FastifyInstance, { folder }: BrowserApp): Promise<void> {
  const page = join(folder, 'index.html');
  if (existsSync(join(folder, 'assets'))) {
    await server.register(staticFiles, {
      root: join(folder, 'assets'),
      prefix: '/assets/',
      maxAge: '365d',
      immutable: true,
      decorateReply: false,
    });
  }
  server.setNotFoundHandler((request, reply) => {
    const isPage = request.method === 'GET' && !request.url.startsWith(apiBase) && !request.url.startsWith('/assets/');
    if (isPage && existsSync(page)) return sendPage(reply, readFileSync(page, 'utf8'));
    return sendProblem(
      reply,
      ofCode('not_found', isPage ? 'The browser app is not built. Run "npm run build".' : 'There is nothing at this address.', request.id),
    );
  });
}

/** No inline script at all; styles that the component library makes at run time carry the nonce (SEC-20). */
function sendPage(reply: FastifyReply, html: string) {
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
  return reply
    .code(200)
    .header('Content-Security-Policy', policy)
    .header('Cache-Control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(html.replaceAll('__CSP_NONCE__', nonce));
}
