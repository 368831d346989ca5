import { Seeded } from '../../src/lib/seeded.ts';
import { json, type RemoteAnswer, type RemoteRequest } from '../remote.ts';
import type { World } from '../world/world.ts';

type Known = { readonly status: number; readonly error: string; readonly text: string; readonly suberror?: string };

// Texts as Entra words them; meanings from the reference 1.6. `%s` takes what the call names.
const known: Readonly<Record<number, Known>> = {
  50034: {
    status: 400,
    error: 'invalid_grant',
    text: 'The user account %s does not exist in the directory. To sign into this application, the account must be added to the directory.',
  },
  50053: {
    status: 400,
    error: 'invalid_grant',
    text: 'The account is locked, you have tried to sign in too many times with an incorrect user ID or password.',
  },
  50057: { status: 400, error: 'invalid_grant', text: 'The user account is disabled.' },
  50058: {
    status: 400,
    error: 'login_required',
    text: 'A silent sign-in request was sent but no user is signed in. The cookies used to represent the user session were not sent in the request.',
  },
  50059: {
    status: 400,
    error: 'invalid_request',
    text: 'No tenant-identifying information found in either the request or implied by any provided credentials.',
  },
  70007: {
    status: 400,
    error: 'unsupported_response_mode',
    text: "'%s' is not a supported value of 'response_mode' when requesting a token.",
  },
  90023: { status: 400, error: 'invalid_request', text: "Unsupported value '%s' of the parameter 'prompt'." },
  700051: { status: 400, error: 'unsupported_response_type', text: "response_type '%s' is not enabled for the application." },
  1002012: {
    status: 400,
    error: 'invalid_scope',
    text: 'The provided value for scope %s is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).',
  },
  7000229: {
    status: 401,
    error: 'invalid_client',
    text: "The client application '%s'. See instructions at https://go.microsoft.com/fwlink/?linkid=2225119",
  },
  501491: { status: 400, error: 'invalid_request', text: "Invalid value '%s' of the parameter code_challenge_method." },
  500121: {
    status: 400,
    error: 'interaction_required',
    text: 'Authentication failed during strong authentication request.',
  },
  700005: {
    status: 400,
    error: 'invalid_grant',
    text: 'Provided Authorization Code is intended to use against other tenant, thus rejected.',
  },
  16000: {
    status: 400,
    error: 'interaction_required',
    text: 'Either multiple user identities are available for the current request or selected account is not supported for the scenario.',
  },
  50011: {
    status: 400,
    error: 'invalid_request',
    text: "The redirect URI '%s' specified in the request does not match the redirect URIs configured for the application.",
  },
  50020: {
    status: 400,
    error: 'invalid_grant',
    text: "User account '%s' from identity provider does not exist in the tenant and cannot access the application in that tenant. The account needs to be added as an external user in the tenant first.",
  },
  50076: {
    status: 400,
    error: 'invalid_grant',
    suberror: 'basic_action',
    text: "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '%s'.",
  },
  50078: {
    status: 400,
    error: 'invalid_grant',
    text: 'Presented multi-factor authentication has expired due to policies configured by your administrator, you must refresh your multi-factor authentication to access the resource.',
  },
  50079: {
    status: 400,
    error: 'interaction_required',
    text: 'Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication.',
  },
  50148: {
    status: 400,
    error: 'invalid_grant',
    text: 'The code_verifier does not match the code_challenge supplied in the authorization request for PKCE.',
  },
  50173: {
    status: 400,
    error: 'invalid_grant',
    suberror: 'token_expired',
    text: 'The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password.',
  },
  53003: {
    status: 400,
    error: 'invalid_grant',
    suberror: 'message_only',
    text: 'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
  },
  54005: {
    status: 400,
    error: 'invalid_grant',
    text: 'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
  },
  65001: {
    status: 400,
    error: 'invalid_grant',
    suberror: 'consent_required',
    text: "The user or administrator has not consented to use the application with ID '%s'. Send an interactive authorization request for this user and resource.",
  },
  65004: { status: 400, error: 'access_denied', text: 'User declined to consent to access the app.' },
  70000: { status: 400, error: 'invalid_grant', text: 'The provided value for the input parameter %s is not valid.' },
  70003: { status: 400, error: 'unsupported_grant_type', text: "The app requested an unsupported grant type '%s'." },
  70008: {
    status: 400,
    error: 'invalid_grant',
    text: 'The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.',
  },
  70043: {
    status: 400,
    error: 'invalid_grant',
    suberror: 'bad_token',
    text: 'The refresh token has expired or is invalid due to sign-in frequency checks by conditional access.',
  },
  90002: {
    status: 400,
    error: 'invalid_request',
    text: "Tenant '%s' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.",
  },
  90094: { status: 400, error: 'access_denied', text: 'Admin consent is required for the permissions requested by this application.' },
  500011: {
    status: 400,
    error: 'invalid_resource',
    text: 'The resource principal named %s was not found in the tenant. You might have sent your authentication request to the wrong tenant.',
  },
  700016: {
    status: 400,
    error: 'unauthorized_client',
    text: "Application with identifier '%s' was not found in the directory. You may have sent your authentication request to the wrong tenant.",
  },
  700082: {
    status: 400,
    error: 'invalid_grant',
    suberror: 'bad_token',
    text: 'The refresh token has expired due to inactivity. The token was issued on %s and was inactive for 90.00:00:00.',
  },
  900144: { status: 400, error: 'invalid_request', text: "The request body must contain the following parameter: '%s'." },
  7000215: {
    status: 401,
    error: 'invalid_client',
    text: "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '%s'.",
  },
  7000218: {
    status: 401,
    error: 'invalid_client',
    text: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  },
  7000222: { status: 401, error: 'invalid_client', text: "The provided client secret keys for app '%s' are expired." },
  9002313: { status: 400, error: 'invalid_grant', text: 'Invalid request. Request is malformed or invalid.' },
};

export const isKnownCode = (code: number): boolean => known[code] !== undefined;

export const errorName = (code: number): string => known[code]?.error ?? 'invalid_request';

/** `AADSTS65001: ...` as in pages, redirects and token answers. */
export const errorText = (code: number, named = ''): string =>
  `AADSTS${String(code)}: ${(known[code]?.text ?? 'The request was refused.').replace('%s', named)}`;

/** Refusals after which the client may ask again, with these claims in the sign-in. */
const askForMore: readonly number[] = [50076, 50079, 53003];

const claimsWanted = (world: World, request: RemoteRequest): string =>
  JSON.stringify({
    access_token: { capolids: { essential: true, values: [new Seeded(`${String(world.options.seed)}/policy/${request.path}`).uuid()] } },
  });

/** The caller may bring his own id, in a header or with the form. */
const ownCorrelationId = (request: RemoteRequest): string | undefined =>
  [
    request.headers['client-request-id'],
    new URLSearchParams(request.body).get('client-request-id'),
    request.query.get('client-request-id'),
  ].find((id) => /^[0-9a-f-]{36}$/i.test(id ?? '')) ?? undefined;

/** The token endpoint's refusal: trace id, correlation id and time as Entra adds them to text and body. */
export function tokenError(world: World, request: RemoteRequest, code: number, named = ''): RemoteAnswer {
  const fault = known[code];
  const traceId = world.newId();
  const correlationId = ownCorrelationId(request) ?? world.newId();
  const timestamp = `${world.now().slice(0, 19).replace('T', ' ')}Z`;
  return json(
    fault?.status ?? 400,
    {
      error: errorName(code),
      error_description: `${errorText(code, named)} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
      error_codes: [code],
      timestamp,
      trace_id: traceId,
      correlation_id: correlationId,
      error_uri: `https://login.microsoftonline.com/error?code=${String(code)}`,
      ...(fault?.suberror === undefined ? {} : { suberror: fault.suberror }),
      ...(askForMore.includes(code) ? { claims: claimsWanted(world, request) } : {}),
    },
    { 'cache-control': 'no-store', 'x-ms-request-id': traceId },
  );
}
