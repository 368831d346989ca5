import type { FastifyInstance } from 'fastify';
import type { Context } from '../features/context.ts';
import { openLink } from '../features/people/index.ts';
import { addressOf } from './guard.ts';
import { setCookie } from './mount.ts';

/** `GET /sign-in?token=...`: the one-time link. Without a token it is a page of the browser app. */
export function serveSignInLink(server: FastifyInstance, deps: { readonly context: Context; readonly baseUrl: () => string }): void {
  server.get<{ Querystring: { token?: unknown } }>('/sign-in', async (request, reply) => {
    const { token } = request.query;
    if (typeof token !== 'string') {
      reply.callNotFound();
      return reply;
    }
    const started = await openLink(deps.context, token, addressOf(request));
    if (started === undefined) return reply.code(410).type('text/html; charset=utf-8').send(usedLinkPage);
    setCookie(reply, deps.baseUrl(), { value: started.token, maxAgeSeconds: started.maxAgeSeconds });
    return reply.header('Referrer-Policy', 'no-referrer').redirect('/', 303);
  });
}

const usedLinkPage = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sign in – Concord</title>
<h1>This link was used or is too old</h1>
<p>A sign-in link opens once and lasts 24 hours.</p>
<p>On the host run <code>bin/concord sign-in-link</code> for a new one, or <a href="/sign-in">sign in with e-mail and password</a>.</p></html>`;
