import { describe, expect, test } from 'vitest';
import { SandboxClock } from '../clock.ts';
import type { RemoteRequest } from '../remote.ts';
import { World } from '../world/world.ts';
import { errorName, errorText, isKnownCode, tokenError } from './errors.ts';

const startsAt = '2026-11-21T10:00:00Z';
const world = (): World => new World({ seed: 1, scale: 1, startsAt }, SandboxClock.stoppedAt(startsAt));
const request = (headers: Readonly<Record<string, string>> = {}): RemoteRequest => ({
  method: 'POST',
  host: 'login.microsoftonline.com',
  path: '/common/oauth2/token',
  query: new URLSearchParams(),
  rawQuery: '',
  headers,
  rawBody: Buffer.alloc(0),
  body: '',
  linkBase: '',
  linkTo: (host) => host,
});
type Body = Readonly<Record<string, unknown>>;
const answer = (code: number, named?: string, headers?: Readonly<Record<string, string>>) => {
  const { status, body } = tokenError(world(), request(headers), code, named);
  return { status, body: JSON.parse(String(body)) as Body };
};

describe('what the token endpoint says no with (partner-center-api.md 1.6)', () => {
  test.each([
    // A person must act: second factor, consent, a fresh sign-in.
    [50076, 400, 'invalid_grant', 'basic_action'],
    [50078, 400, 'invalid_grant', undefined],
    [50079, 400, 'interaction_required', undefined],
    [50173, 400, 'invalid_grant', 'token_expired'],
    [53003, 400, 'invalid_grant', 'message_only'],
    [65001, 400, 'invalid_grant', 'consent_required'],
    [70008, 400, 'invalid_grant', undefined],
    [70043, 400, 'invalid_grant', 'bad_token'],
    [700082, 400, 'invalid_grant', 'bad_token'],
    // The settings are wrong.
    [7000215, 401, 'invalid_client', undefined],
    [7000218, 401, 'invalid_client', undefined],
    [7000222, 401, 'invalid_client', undefined],
    [700016, 400, 'unauthorized_client', undefined],
    [500011, 400, 'invalid_resource', undefined],
    [90002, 400, 'invalid_request', undefined],
    // The call is wrong.
    [900144, 400, 'invalid_request', undefined],
    [70003, 400, 'unsupported_grant_type', undefined],
    [9002313, 400, 'invalid_grant', undefined],
    [54005, 400, 'invalid_grant', undefined],
    [50148, 400, 'invalid_grant', undefined],
    // Somebody said no.
    [65004, 400, 'access_denied', undefined],
    [90094, 400, 'access_denied', undefined],
  ])('AADSTS%i: %i %s, %j', (code, status, error, suberror) => {
    const { status: got, body } = answer(code);

    expect([got, body['error'], body['suberror'], body['error_codes']]).toEqual([status, error, suberror, [code]]);
    expect(body['error_description']).toMatch(
      new RegExp(`^AADSTS${code}: .+ Trace ID: [0-9a-f-]{36} Correlation ID: [0-9a-f-]{36} Timestamp: 2026-11-21 10:00:00Z$`),
    );
    expect(body['error_uri']).toContain(String(code));
    expect(isKnownCode(code)).toBe(true);
  });

  test.each([
    [700016, 'my-app', "'my-app'"],
    [90002, 'contoso.example', "Tenant 'contoso.example'"],
    [900144, 'client_id', "'client_id'"],
    [50020, 'jdoe@northwind.example', "'jdoe@northwind.example'"],
    [700082, '2026-01-01T00:00:00Z', 'issued on 2026-01-01T00:00:00Z'],
  ])('AADSTS%i names %s', (code, named, text) => {
    expect(answer(code, named).body['error_description']).toContain(text);
  });

  test('the ids in the text are those of the members, and the caller may bring his own', () => {
    const { body } = answer(65001, '', { 'client-request-id': '11111111-2222-4333-8444-555555555555' });

    expect(body['correlation_id']).toBe('11111111-2222-4333-8444-555555555555');
    expect(body['error_description']).toContain(
      `Trace ID: ${String(body['trace_id'])} Correlation ID: 11111111-2222-4333-8444-555555555555`,
    );
  });

  test('a number that nobody knows is refused without a story', () => {
    expect(isKnownCode(1)).toBe(false);
    expect([errorName(1), errorText(1)]).toEqual(['invalid_request', 'AADSTS1: The request was refused.']);
    expect(answer(1).status).toBe(400);
  });

  test('a hostile name stays text inside JSON', () => {
    const named = '"},"error":"none"\r\nX: y <script>';

    expect(answer(700016, named).body).toMatchObject({
      error: 'unauthorized_client',
      error_description: expect.stringContaining(named) as unknown,
    });
  });

  test('no refusal is kept by a cache', () => {
    expect(tokenError(world(), request(), 65001).headers).toMatchObject({ 'cache-control': 'no-store' });
  });
});
