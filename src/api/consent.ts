import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import * as contract from '../contract/consent.ts';
import {
  type BeginOutcome,
  beginSignIn,
  type Consents,
  findConnection,
  finishSignIn,
  listConsents,
  lookAtLink,
  type MakeLinkOutcome,
  mailConsentLink,
  makeConsentLink,
  verifyConnection,
  withdrawLinks,
  withdrawWriteConsent,
} from '../features/connections/index.ts';
import type { Context } from '../features/context.ts';
import { isMailbox } from '../features/notices/index.ts';
import { Cloud } from '../model/cloud.ts';
import { callbackPath } from '../model/consent.ts';
import { addressOf } from './guard.ts';
import { good, handle, type Mounted, type Refusal, refuse } from './handle.ts';
import { behind } from './mount.ts';

const unknown = refuse('not_found', 'There is no such connection.');
const unknownLink = refuse('not_found', 'There is no such consent link.', { hint: 'Ask for a new one.' });

const presentLink = ({ linkId, purpose, state, madeBy, createdAt, endsAt, expectedUser, refusal }: Consents['links'][number]) => ({
  id: linkId,
  purpose,
  state,
  madeBy,
  createdAt: createdAt.toString(),
  endsAt: endsAt.toString(),
  expectedUser: expectedUser ?? null,
  refusal: refusal ?? null,
});

const presentConsent = ({ at, userPrincipalName, displayName, objectId, isGlobalAdmin, ...rest }: Consents['consents'][number]) => ({
  purpose: rest.purpose,
  tenantId: rest.tenantId,
  secondFactor: [...rest.secondFactor],
  permissions: [...rest.permissions],
  at: at.toString(),
  userPrincipalName: userPrincipalName ?? null,
  displayName: displayName ?? null,
  objectId: objectId ?? null,
  isGlobalAdmin: isGlobalAdmin ?? null,
});

const makeRefusals: Readonly<Record<Extract<MakeLinkOutcome, { status: 'refused' }>['because'], Refusal>> = {
  unknown,
  notMicrosoft: refuse('conflict', 'Only Partner Center connections sign in by a consent link.'),
  cloudClosed: refuse('conflict', 'Microsoft closed the German cloud in 2021.', { hint: 'Add a connection in the global cloud.' }),
  readFirst: refuse('conflict', 'Nobody has signed in to read yet; writing is the second consent.', {
    hint: 'Make a consent link for reading first.',
  }),
  secretMissing: refuse('conflict', 'The client secret of the app is not set yet.', { hint: 'Enter it under Secrets first.' }),
};

const notAMailbox = refuse('invalid', 'The link goes to one e-mail address.', {
  errors: [{ pointer: '/sendTo', code: 'not_supported', detail: 'must be one e-mail address' }],
});

const beginRefusals: Readonly<Record<Extract<BeginOutcome, { status: 'refused' }>['because'], Refusal>> = {
  unknown: unknownLink,
  over: refuse('link_over', 'This consent link has ended.', { hint: 'Ask whoever sent it for a new one.' }),
  used: refuse('link_used', 'Somebody signed in with this link already. It works once.', {
    hint: 'Ask for a new one if it is needed again.',
  }),
  otherBrowser: refuse('link_used', 'This link was begun with in another browser, and works there only.', {
    hint: 'Go on in that browser, or ask for a new link.',
  }),
  notReady: refuse('conflict', 'The connection is not ready for a sign-in: its client secret is missing.', {
    hint: 'Tell whoever sent you the link.',
  }),
};

/** The cookie that ties a link to the browser that began with it: `<token>.<key>`. Lax, so that it comes along when Microsoft sends the browser back. */
export const consentCookie = (baseUrl: string): string => (baseUrl.startsWith('https:') ? '__Host-concord-consent' : 'concord-consent');

function readCookie(request: FastifyRequest, baseUrl: string): { readonly token: string; readonly key: string } | undefined {
  const [token, key] = (request.cookies[consentCookie(baseUrl)] ?? '').split('.');
  return token === undefined || key === undefined || token === '' ? undefined : { token, key };
}

const keyFor = (request: FastifyRequest, baseUrl: string, token: string): string | undefined => {
  const cookie = readCookie(request, baseUrl);
  return cookie?.token === token ? cookie.key : undefined;
};

export const consentRoutes: readonly Mounted[] = [
  handle(contract.getConsents, async ({ context, params, request }) => {
    const [connection, found] = [await findConnection(context, params.id), await listConsents(context, params.id)];
    if (connection === undefined || found === undefined) return unknown;
    const { settings } = connection;
    return good({
      consents: found.consents.map(presentConsent),
      links: found.links.map(presentLink),
      warnings: [...found.warnings],
      missing: [...found.missing],
      missingToWrite: found.missingToWrite.map((each) => ({ ...each, kinds: [...each.kinds] })),
      redirectUri: settings.kind === 'partnerCenter' ? `${request.baseUrl}${callbackPath(settings.cloud)}` : null,
    });
  }),
  handle(contract.makeConsentLink, async ({ context, params, body, request }) => {
    const { sendTo: to, ...wanted } = body;
    if (to !== undefined && !isMailbox(to)) return notAMailbox;
    const made = await makeConsentLink(context, params.id, wanted);
    if (made.status === 'refused') return makeRefusals[made.because];
    const { linkId, token, endsAt, expectedUser } = made;
    const link = { linkId, url: `${request.baseUrl}/consent/${token}`, purpose: wanted.purpose ?? 'reading', endsAt, expectedUser };
    const mailed = to === undefined ? null : await mailConsentLink(context, params.id, { ...link, to });
    return good({ id: linkId, url: link.url, endsAt: endsAt.toString(), expectedUser: expectedUser ?? null, mailed });
  }),
  handle(contract.withdrawConsentLinks, async ({ context, params }) =>
    (await withdrawLinks(context, params.id)) ? good(undefined) : unknown,
  ),
  handle(contract.withdrawWriteConsent, async ({ context, params }) =>
    (await withdrawWriteConsent(context, params.id)) ? good(undefined) : unknown,
  ),
  handle(contract.lookAtConsentLink, async (call) => {
    const { context, params, request } = call;
    const view = await lookAtLink(context, params.token, keyFor(behind(call).request, request.baseUrl, params.token));
    if (view === undefined) return unknownLink;
    return good({
      ...view,
      permissions: [...view.permissions],
      expectedUser: view.expectedUser ?? null,
      refusal: view.refusal ?? null,
      endsAt: view.endsAt.toString(),
    });
  }),
  handle(contract.beginConsent, async (call) => {
    const { context, params, body, request } = call;
    const browserKey = keyFor(behind(call).request, request.baseUrl, params.token);
    const begun = await beginSignIn(context, { token: params.token, browserKey, purpose: body.purpose, baseUrl: request.baseUrl });
    if (begun.status === 'refused') return beginRefusals[begun.because];
    const cookie = { name: consentCookie(request.baseUrl), value: `${params.token}.${begun.browserKey}`, maxAgeSeconds: 24 * 3_600 };
    return { reply: { url: begun.address }, cookies: [cookie] };
  }),
];

/** Text of a query, once and not longer than Microsoft's own answers. */
const field = z.string().max(8_192).optional().catch(undefined);
const Answer = z.looseObject({ code: field, state: field, error: field, error_description: field, admin_consent: field });

type Deps = { readonly context: Context; readonly baseUrl: () => string };

/**
 * `GET /consent/callback/{cloud}`: where Microsoft sends the browser back to. It answers with the page of the link, or with a page that says
 * that this browser began nothing; the code and state in its own address go no further.
 */
export function serveConsentCallback(server: FastifyInstance, { context: base, baseUrl }: Deps): void {
  const limits = { rateLimit: { max: 60, timeWindow: '1 minute', keyGenerator: addressOf } };
  server.get<{ Params: { cloud: string } }>('/consent/callback/:cloud', { config: limits }, async (request, reply) => {
    const cloud = Cloud.safeParse(request.params.cloud);
    const cookie = readCookie(request, baseUrl());
    if (!cloud.success) return lead(reply, '/consent/not-begun');
    const { code, state, error, error_description: errorDescription, admin_consent: admin } = Answer.parse(request.query);
    const context = { ...base, actor: { ...base.actor, name: 'Consent link', origin: addressOf(request) } };
    const outcome = await finishSignIn(context, {
      cloud: cloud.data,
      browserKey: cookie?.key,
      state,
      code,
      error,
      errorDescription,
      adminConsent: admin?.toLowerCase() === 'true',
    });
    if (outcome.status === 'received') await verify(context, outcome.connectionId);
    return lead(reply, outcome.status === 'notBegun' || cookie === undefined ? '/consent/not-begun' : `/consent/${cookie.token}`);
  });
}

const lead = (reply: FastifyReply, path: string) =>
  reply.header('Referrer-Policy', 'no-referrer').header('Cache-Control', 'no-store').redirect(path, 303);

/** The sign-in is kept whatever the probes say; what they say becomes the state of the connection. */
async function verify(context: Context, connectionId: string): Promise<void> {
  await verifyConnection(context, connectionId).catch((error: unknown) => {
    context.log.warn({ err: error, connectionId }, 'a connection could not be verified after its sign-in');
  });
}
