import { sign, webcrypto } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Authority, derOf, keyOf, makeAuthority } from '../../../sandbox/webhooks/authority.ts';
import { supplyMetadata } from '../../../sandbox/webhooks/metadata.ts';
import { VirtualClock } from '../../lib/clock.ts';
import type { Delivery, DeliveryVerdict } from '../ports.ts';
import { createReceiver, type ReceiverOptions } from './webhooks.ts';

const now = '2026-11-21T10:00:00Z';
const at = Temporal.Instant.from(now);
const host = '3psostorageacct.blob.core.windows.net';
const address = `https://${host}/cert/pcnotifications-dispatch.microsoft.com.cer`;
const tenant = '0c39d6d5-c70d-4c55-bc02-f620844f3fd1';
const subscription = '488745b5-2086-4912-802c-6abb9f7c3638';

const event = (over: object = {}): string =>
  JSON.stringify({
    EventName: 'subscription-updated',
    ResourceUri: `http://api.partnercenter.microsoft.com/webhooks/v1/customers/${tenant}/subscriptions/${subscription}`,
    ResourceName: 'subscription',
    AuditUri: null,
    ResourceChangeUtcDate: '2026-11-21T09:59:58.0000000+00:00',
    ...over,
  });

let microsoft: Authority;
let stranger: Authority;
beforeAll(async () => {
  microsoft = await makeAuthority(at);
  stranger = await makeAuthority(at);
});

const signature = (key: Authority['signer'], body: string): string =>
  `Signature ${sign('sha256', Buffer.from(body), keyOf(key)).toString('base64')}`;

function delivery(
  over: { body?: string; signed?: string; headers?: Record<string, string | undefined>; by?: Authority['signer'] } = {},
): Delivery {
  const body = over.body ?? event();
  const headers: Record<string, string | undefined> = {
    Authorization: signature(over.by ?? microsoft.signer, over.signed ?? body),
    'X-MS-Certificate-Url': address,
    'X-MS-Signature-Algorithm': 'rsa-sha256',
    ...over.headers,
  };
  return {
    body: Buffer.from(body),
    headers: Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  };
}

type Bench = { readonly certificate?: Uint8Array | undefined; readonly options?: Partial<ReceiverOptions>; readonly at?: string };

/** A receiver, and every address it fetched. */
function receiver({ certificate, options, at: moment = now }: Bench = {}) {
  const fetched: string[] = [];
  const clock = new VirtualClock(moment);
  const { check } = createReceiver({
    clock,
    pinned: { roots: [microsoft.root.certificate], intermediates: [], organisation: 'Microsoft Corporation' },
    certificates: { host, pathPrefix: '/cert/' },
    fetchCertificate: (url) => {
      fetched.push(url);
      return Promise.resolve(certificate ?? derOf(microsoft.signer.certificate));
    },
    ...options,
  });
  return { check, fetched, clock };
}

/** Root, issuing authority and signer, as public certificate authorities are built. */
async function aChain() {
  supplyMetadata();
  const x509 = await import('@peculiar/x509');
  const rsa = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', publicExponent: new Uint8Array([1, 0, 1]), modulusLength: 2048 };
  const keys = () => webcrypto.subtle.generateKey(rsa, true, ['sign', 'verify']);
  const [rootKeys, betweenKeys, signerKeys] = [await keys(), await keys(), await keys()];
  const dates = { notBefore: new Date('2026-01-01'), notAfter: new Date('2027-01-01'), signingAlgorithm: rsa };
  const authority = new x509.BasicConstraintsExtension(true, undefined, true);
  const root = await x509.X509CertificateGenerator.createSelfSigned({ ...dates, name: 'CN=Root', keys: rootKeys, extensions: [authority] });
  const between = await x509.X509CertificateGenerator.create({
    ...dates,
    subject: 'CN=Issuing',
    issuer: root.subject,
    publicKey: betweenKeys.publicKey,
    signingKey: rootKeys.privateKey,
    extensions: [authority],
  });
  const signer = await x509.X509CertificateGenerator.create({
    ...dates,
    subject: 'CN=dispatch, O=Microsoft Corporation',
    issuer: between.subject,
    publicKey: signerKeys.publicKey,
    signingKey: betweenKeys.privateKey,
  });
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', signerKeys.privateKey)).toString('base64');
  const privateKey = `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n`;
  return { root: root.toString('pem'), between: between.toString('pem'), signer: { certificate: signer.toString('pem'), privateKey } };
}

const reason = (verdict: DeliveryVerdict): string => (verdict.is === 'refused' ? verdict.because : verdict.is);

describe('a genuine notification', () => {
  test('says which subscription of which customer to read again, and nothing else', async () => {
    expect(await receiver().check(delivery())).toEqual({
      is: 'genuine',
      hint: {
        event: 'subscription-updated',
        resource: { kind: 'subscription', customerTenantId: tenant, subscriptionRemoteId: subscription },
        at: '2026-11-21T09:59:58Z',
      },
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
  });

  test('may carry its signature in x-ms-signature instead', async () => {
    const headers = { Authorization: undefined, 'x-ms-signature': signature(microsoft.signer, event()) };

    expect(reason(await receiver().check(delivery({ headers })))).toBe('genuine');
  });

  test('the certificate is fetched once and kept until its end', async () => {
    const { check, fetched, clock } = receiver();

    await check(delivery());
    await check(delivery());
    expect(fetched).toEqual([address]);

    await clock.advance(11 * 365 * 86_400_000);
    expect(reason(await check(delivery()))).toBe('certificate_not_valid_now');
    expect(fetched).toHaveLength(2);
  });

  test('while the certificate cannot be had, the sender is asked to come back', async () => {
    const { check } = receiver({ options: { fetchCertificate: () => Promise.resolve(undefined) } });

    expect(await check(delivery())).toEqual({ is: 'tryLater' });
  });

  test('a chain over an issuing authority is followed to the root, as long as the authority is known', async () => {
    const chain = await aChain();
    const pinned = { roots: [chain.root], intermediates: [chain.between], organisation: 'Microsoft Corporation' };
    const signed = delivery({ by: chain.signer });
    const certificate = derOf(chain.signer.certificate);

    expect(reason(await receiver({ certificate, options: { pinned } }).check(signed))).toBe('genuine');
    expect(reason(await receiver({ certificate, options: { pinned: { ...pinned, intermediates: [] } } }).check(signed))).toBe(
      'certificate_chain_refused',
    );
  });

  test('the certificate address may come in the form of the sandbox', async () => {
    const { check, fetched } = receiver({ options: { toReal: (link) => link.replace('http://127.0.0.1:8090/', 'https://') } });
    const headers = { 'X-MS-Certificate-Url': address.replace('https://', 'http://127.0.0.1:8090/') };

    expect(reason(await check(delivery({ headers })))).toBe('genuine');
    expect(fetched).toEqual([address]);
  });
});

describe('mutants of a notification are refused', () => {
  const changed = event().replace('"subscription"', '"Subscription"');
  const reordered = JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(event()) as object).reverse()));
  const other = event({ EventName: 'test-created' });

  const bodies: readonly (readonly [string, () => Delivery, string])[] = [
    [
      'wrong signature',
      () => delivery({ headers: { Authorization: `Signature ${Buffer.alloc(256, 7).toString('base64')}` } }),
      'signature_wrong',
    ],
    ['body changed by one byte', () => delivery({ body: changed, signed: event() }), 'signature_wrong'],
    ['body changed by white space', () => delivery({ body: `${event()} `, signed: event() }), 'signature_wrong'],
    ['body changed by the order of its keys', () => delivery({ body: reordered, signed: event() }), 'signature_wrong'],
    ['signature of another event', () => delivery({ signed: other }), 'signature_wrong'],
    ['other algorithm', () => delivery({ headers: { 'X-MS-Signature-Algorithm': 'rsa-sha1' } }), 'algorithm_refused'],
    ['no algorithm', () => delivery({ headers: { 'X-MS-Signature-Algorithm': undefined } }), 'header_missing'],
    ['no signature', () => delivery({ headers: { Authorization: undefined } }), 'header_missing'],
    ['a bearer token instead of a signature', () => delivery({ headers: { Authorization: 'Bearer abc' } }), 'header_missing'],
    ['body beyond the cap', () => delivery({ body: event({ ResourceName: 'x'.repeat(70_000) }) }), 'body_too_large'],
    ['a signed text that is no event', () => delivery({ body: '"hello"' }), 'body_unreadable'],
    ['signed bytes that are no text', () => ({ ...delivery(), ...binary() }), 'body_unreadable'],
  ];
  const binary = (): Delivery => {
    const body = Buffer.from([0x7b, 0xff, 0xfe, 0x7d]);
    const value = `Signature ${sign('sha256', body, keyOf(microsoft.signer)).toString('base64')}`;
    return { body, headers: delivery().headers.map(([name, given]) => [name, name === 'Authorization' ? value : given] as const) };
  };

  test.each(bodies)('%s', async (_name, make, because) => {
    expect(reason(await receiver().check(make()))).toBe(because);
  });

  test('a doubled header, also the signature in both places', async () => {
    const once = delivery();
    const twice: Delivery = { ...once, headers: [...once.headers, ['x-ms-certificate-url', address]] };
    const both: Delivery = { ...once, headers: [...once.headers, ['x-ms-signature', signature(microsoft.signer, event())]] };
    const { check, fetched } = receiver();

    expect([reason(await check(twice)), reason(await check(both))]).toEqual(['header_doubled', 'header_doubled']);
    expect(fetched).toEqual([]);
  });
});

describe('certificates of others are refused', () => {
  const by = (authority: Authority) => ({ certificate: derOf(authority.signer.certificate), delivery: delivery({ by: authority.signer }) });

  test('chain to another root with all the right names', async () => {
    const forged = by(stranger);

    expect(reason(await receiver(forged).check(forged.delivery))).toBe('certificate_chain_refused');
  });

  test('self-signed with the right names', async () => {
    const verdict = await receiver({ certificate: derOf(stranger.root.certificate) }).check(delivery({ by: stranger.root }));

    expect(reason(verdict)).toBe('certificate_chain_refused');
  });

  test('the pinned root itself does not sign notifications', async () => {
    const verdict = await receiver({ certificate: derOf(microsoft.root.certificate) }).check(delivery({ by: microsoft.root }));

    expect(reason(verdict)).toBe('certificate_chain_refused');
  });

  test('expired', async () => {
    const old = await makeAuthority(at.subtract({ hours: 24 * 365 * 12 }));
    const pinned = { roots: [old.root.certificate], intermediates: [], organisation: 'Microsoft Corporation' };
    const verdict = await receiver({ ...by(old), options: { pinned } }).check(delivery({ by: old.signer }));

    expect(reason(verdict)).toBe('certificate_not_valid_now');
  });

  test('Microsoft only as the issuer', async () => {
    const customerOfMicrosoft = await makeAuthority(at, 'Contoso Ltd');
    const pinned = { roots: [customerOfMicrosoft.root.certificate], intermediates: [], organisation: 'Microsoft Corporation' };
    const verdict = await receiver({ ...by(customerOfMicrosoft), options: { pinned } }).check(delivery({ by: customerOfMicrosoft.signer }));

    expect(reason(verdict)).toBe('certificate_of_other_organisation');
  });

  test('an organisation that only contains the name', async () => {
    const alike = await makeAuthority(at, 'Microsoft Corporation Fans');
    const pinned = { roots: [alike.root.certificate], intermediates: [], organisation: 'Microsoft Corporation' };

    expect(reason(await receiver({ ...by(alike), options: { pinned } }).check(delivery({ by: alike.signer })))).toBe(
      'certificate_of_other_organisation',
    );
  });

  test('beyond the cap, or no certificate at all', async () => {
    expect(reason(await receiver({ certificate: new Uint8Array(70_000) }).check(delivery()))).toBe('certificate_too_large');
    expect(reason(await receiver({ certificate: Buffer.from('<html>') }).check(delivery()))).toBe('certificate_unreadable');
  });

  test('the sandbox root in the production profile', async () => {
    const pinned = { roots: [stranger.root.certificate], intermediates: [], organisation: 'Microsoft Corporation' };

    expect(reason(await receiver({ options: { pinned } }).check(delivery()))).toBe('certificate_chain_refused');
  });
});

test.each([
  ['a look-alike host', `https://${host}.example.net/cert/a.cer`],
  ['a host that only begins alike', 'https://3psostorageacct-blob.core.windows.net/cert/a.cer'],
  ['the host as a user name', `https://${host}@evil.example/cert/a.cer`],
  ['a user name before the host', `https://evil@${host}/cert/a.cer`],
  ['http', `http://${host}/cert/a.cer`],
  ['another port', `https://${host}:8443/cert/a.cer`],
  ['this machine', 'https://127.0.0.1/cert/a.cer'],
  ['this machine as IPv6', 'https://[::1]/cert/a.cer'],
  ['cloud metadata', 'http://169.254.169.254/latest/meta-data'],
  ['a query', `https://${host}/cert/a.cer?next=https://evil.example`],
  ['a fragment', `https://${host}/cert/a.cer#x`],
  ['another folder', `https://${host}/certs/a.cer`],
  ['a way out of the folder', `https://${host}/cert/../other/a.cer`],
  ['a folder below', `https://${host}/cert/x/a.cer`],
  ['another kind of file', `https://${host}/cert/a.exe`],
  ['a back-slash', `https:\\\\${host}\\cert\\a.cer`],
  ['no address', 'certificate'],
])('%s as address of the certificate is refused before anything is fetched', async (_name, url) => {
  const { check, fetched } = receiver();

  expect(reason(await check(delivery({ headers: { 'X-MS-Certificate-Url': url } })))).toBe('certificate_address_refused');
  expect(fetched).toEqual([]);
});

test('a redirect of the certificate host is not followed: the sender is asked to come back', async () => {
  const { check } = receiver({ options: { fetchCertificate: () => Promise.resolve(undefined) } });

  expect(await check(delivery())).toEqual({ is: 'tryLater' });
});

describe('what a notification points at', () => {
  const relationship = `${tenant}-${subscription}`;
  test.each([
    [`/v1/customers/${tenant}`, { kind: 'customer', customerTenantId: tenant }],
    [`https://evil.example/v1/customers/${tenant.toUpperCase()}`, { kind: 'customer', customerTenantId: tenant }],
    [`https://partner.microsoft.com/granularAdminRelationships/${relationship}`, { kind: 'relationship', relationshipId: relationship }],
    [
      `https://partner.microsoft.com/granularAdminRelationships/${relationship}/accessAssignments/x1`,
      { kind: 'relationship', relationshipId: relationship },
    ],
    ['https://api.partnercenter.microsoft.com/v1/invoices/G000123456', { kind: 'invoice', invoiceId: 'G000123456' }],
    [`http://api.partnercenter.microsoft.com/webhooks/v1/registration/validationEvents/${tenant}`, { kind: 'test', correlationId: tenant }],
    ['/v1/customers/usagerecords', { kind: 'unknown' }],
    ['/v1/fraudEvents?SubscriptionId=1', { kind: 'unknown' }],
    [`/customers/${tenant}/subscriptions/../../x`, { kind: 'unknown' }],
    [null, { kind: 'unknown' }],
  ])('%s', async (ResourceUri, resource) => {
    const verdict = await receiver().check(delivery({ body: event({ ResourceUri }) }));

    expect(verdict).toMatchObject({ is: 'genuine', hint: { resource } });
  });
});
