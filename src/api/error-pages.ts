import type { FastifyInstance } from 'fastify';
import { type ProblemCode, problemCodes, problems } from '../contract/problem.ts';

/** `GET /docs/errors/{code}`: where `type` of a problem leads. No login: it says nothing about anybody. */
export function serveErrorPages(server: FastifyInstance): void {
  server.get<{ Params: { code: string } }>('/docs/errors/:code', (request, reply) => {
    const code = problemCodes.find((each) => each === request.params.code.replaceAll('-', '_'));
    if (code === undefined) {
      reply.callNotFound();
      return reply;
    }
    return reply
      .type('text/html; charset=utf-8')
      .header('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'")
      .send(page(code));
  });
}

const page = (code: ProblemCode): string => {
  const { title, status } = problems[code];
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title} – Errors – Concord</title>
<h1>${title}</h1>
<p><code>${code}</code>, HTTP status ${status}.</p>
<p>${advice(status)}</p>
<p>The answer itself says what happened (<code>detail</code>) and what to do next (<code>remediation</code>). Quote its <code>requestId</code> when you ask for help.</p></html>`;
};

function advice(status: number): string {
  if (status === 401 || status === 403) return 'Sign in, or ask somebody who may do this. Repeating the call as it is does not help.';
  if (status === 409 || status === 412) return 'Something else happened first. Read the thing again and decide anew.';
  if (status === 429 || status >= 502) return 'It can be tried again after the time in <code>Retry-After</code>. Nothing was half-written.';
  return status >= 500 ? 'This is a mistake of ours. Nothing was half-written.' : 'The request has to be changed before it is sent again.';
}
