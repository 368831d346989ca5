import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyInstance } from 'fastify';
import { apiBase, routes } from '../contract/index.ts';
import type { Context } from '../features/context.ts';
import { type BrowserApp, serveBrowserApp } from './browser-app.ts';
import { answerClientError } from './client-error.ts';
import { serveConsentCallback } from './consent.ts';
import { serveDistributorFiles } from './distributor-files.ts';
import { serveErrorPages } from './error-pages.ts';
import { serveInvitation } from './expected-customers.ts';
import type { Mounted } from './handle.ts';
import { type Health, serveHealth } from './health.ts';
import { serveInvoiceUpload } from './invoice-upload.ts';
import { faultReply, mount, sendProblem } from './mount.ts';
import { openApiDocument } from './openapi.ts';
import { isMistake, ofCode } from './problem.ts';
import { requestId } from './request-id.ts';
import { serveSignInLink } from './sign-in-link.ts';
import { serveStream } from './stream.ts';
import { serveOneClick } from './unsubscribe.ts';
import { serveWebhooksIn } from './webhooks-in.ts';

export type ServerDeps = {
  /** Its database gives up a statement that takes too long, so that no request hangs (F68). */
  readonly context: Context;
  readonly mounted: readonly Mounted[];
  /** What people type into the browser; decides the cookie and the links. */
  readonly baseUrl: () => string;
  readonly health: Health;
  readonly browserApp: BrowserApp;
  /** Largest upload of invoice files. */
  readonly uploadBytes?: number;
  /** What one caller may change in a minute; left out: the product's own limit. */
  readonly changesAMinute?: number;
  /** Hooks that watch every request. */
  readonly extra?: (server: FastifyInstance) => void;
};

/** Calls a minute for one address or key; searches and changes cost more than they look, so changes have a bucket of their own. */
const callsAMinute = { reads: 30_000, changes: 1_200 } as const;

/** The HTTP entrance. Fails to start when a route of the contract has no handler. */
export async function buildServer(deps: ServerDeps): Promise<FastifyInstance> {
  const server = Fastify({
    logger: false,
    bodyLimit: 1024 * 1024,
    trustProxy: false,
    genReqId: () => requestId(deps.context),
    routerOptions: { querystringParser: readQuery },
    forceCloseConnections: 'idle',
    clientErrorHandler: answerClientError(deps.context),
    frameworkErrors: (_error, request, reply) =>
      void sendProblem(reply, ofCode('malformed', 'The address is not well-formed.', request.id)),
  });
  server.removeContentTypeParser('text/plain'); // a form of another site may send it without asking (SEC-14)
  await server.register(cookie);
  await server.register(helmet, { global: true, contentSecurityPolicy: false, strictTransportSecurity: { maxAge: 31_536_000 } });
  await server.register(rateLimit, {
    max: (request) => (request.method === 'GET' ? callsAMinute.reads : (deps.changesAMinute ?? callsAMinute.changes)),
    keyGenerator: (request) => `${request.method === 'GET' ? 'r' : 'w'} ${request.headers.authorization ?? request.ip}`,
    errorResponseBuilder: () => Object.assign(new Error('Too many calls'), { statusCode: 429 }), // thrown, then told below
    enableDraftSpec: true,
  });
  server.addHook('onSend', (request, reply, _payload, done) => {
    void reply.header('Request-Id', request.id);
    if (request.url.startsWith(apiBase)) void reply.header('Cache-Control', 'no-store');
    if (deps.context.installation.sandbox) void reply.header('Sandbox', 'true');
    done();
  });
  setErrors(server, deps.context);
  mountAll(server, deps);
  server.get(`${apiBase}/openapi.json`, () => openApiDocument());
  serveStream(server, deps);
  await serveInvoiceUpload(server, deps);
  await serveDistributorFiles(server, deps);
  await serveWebhooksIn(server, deps);
  await serveOneClick(server, deps);
  serveHealth(server, deps.health);
  serveSignInLink(server, deps);
  serveConsentCallback(server, deps);
  serveInvitation(server, deps.context);
  serveErrorPages(server);
  deps.extra?.(server);
  await serveBrowserApp(server, deps.browserApp);
  return server;
}

function mountAll(server: FastifyInstance, deps: ServerDeps): void {
  const byId = new Map(deps.mounted.map((each) => [each.route.id, each]));
  for (const route of routes) {
    if (route.stream === true || route.upload === true) continue;
    const mounted = byId.get(route.id);
    if (mounted === undefined) throw new Error(`The contract's route ${route.id} has no handler`);
    mount(server, mounted, deps);
  }
}

/** What is wrong with a body that cannot be read, by the code of the server's library. */
const misread: Readonly<Record<string, string>> = {
  FST_ERR_CTP_EMPTY_JSON_BODY: 'There is no body, although its type says JSON. Send an object with fields; one without fields is {}.',
  FST_ERR_CTP_INVALID_JSON_BODY: 'The body is not well-formed JSON.',
};

function setErrors(server: FastifyInstance, context: Context): void {
  server.setErrorHandler((error, request, reply) => {
    const { statusCode, code } = error as { statusCode?: number; code?: string };
    if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
      return sendProblem(reply, ofCode('unsupported_media_type', 'The body must be application/json.', request.id));
    if (statusCode === 413)
      return sendProblem(
        reply,
        ofCode('too_large', 'The request is larger than this address takes: 1 MiB, or the limit of uploads for files.', request.id),
      );
    if (statusCode === 429)
      return sendProblem(reply, ofCode('rate_limited', 'Too many calls in a minute from this address or key.', request.id));
    if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
      return sendProblem(reply, ofCode('malformed', misread[code ?? ''] ?? 'The body or the address is not well-formed.', request.id));
    const about = { requestId: request.id, route: request.routeOptions.url };
    if (isMistake(error)) context.log.info({ ...about, code: error.code }, 'request refused');
    else context.log.error({ ...about, err: error }, 'request failed');
    return faultReply(error, request, reply);
  });
}

/** Repeated query keys are refused later as a list where one value is asked; they never silently win over each other (SEC-22). */
function readQuery(text: string): Record<string, unknown> {
  const query: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  const seen = new URLSearchParams(text);
  for (const key of new Set(seen.keys())) {
    const values = seen.getAll(key);
    query[key] = values.length === 1 ? values[0] : values;
  }
  return query;
}
