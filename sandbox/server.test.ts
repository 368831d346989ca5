import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { aSandbox, partnerCenterAudience, type TestSandbox } from './testing.ts';

let box: TestSandbox;
let bearer: string;

beforeAll(async () => {
  box = await aSandbox();
  bearer = await box.bearer('pc-1', partnerCenterAudience);
});
afterAll(() => box.sandbox.close());
beforeEach(() => box.send('DELETE', 'faults'));

const customers = (): Promise<Response> =>
  fetch(`${box.url}/api.partnercenter.microsoft.com/v1/customers?size=1`, { headers: { authorization: `Bearer ${bearer}` } });

type Raw = { readonly status: number; readonly text: string; readonly headers: Record<string, unknown> };

/** With a Host header of its own, as a client behind an outbound proxy sends it. */
const rawGet = (path: string, headers: Record<string, string>): Promise<Raw> =>
  new Promise((resolve, reject) => {
    const call = httpRequest({ host: '127.0.0.1', port: box.sandbox.port, path, headers, agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('error', reject);
      answer.on('end', () => {
        resolve({ status: answer.statusCode ?? 0, text, headers: answer.headers });
      });
    });
    call.on('error', reject);
    call.end();
  });

describe('one port for all remotes', () => {
  test('a remote answers below its real host name', async () => {
    expect((await customers()).status).toBe(200);
  });

  test('a remote answers without prefix when the Host header is its own, and links are its own then', async () => {
    const prefixed = await rawGet('/login.microsoftonline.com/common/v2.0/.well-known/openid-configuration', {});
    expect(prefixed.text).toContain(`"token_endpoint":"${box.url}/login.microsoftonline.com/common/oauth2/v2.0/token"`);
    const direct = await rawGet('/common/v2.0/.well-known/openid-configuration', { host: 'login.microsoftonline.com' });
    expect(direct.text).toContain('"token_endpoint":"https://login.microsoftonline.com/common/oauth2/v2.0/token"');
  });

  test('a host that is none of ours is named in the refusal', async () => {
    const answer = await fetch(`${box.url}/api.example.com/v1`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: 'unknown_remote', message: expect.stringContaining('api.example.com') as string });
  });

  test('the start page leads to the control page, which shows the planted differences', async () => {
    const answer = await fetch(`${box.url}/`);
    expect(answer.url).toBe(`${box.url}/_control/`);
    const text = await answer.text();
    expect(text).toContain('Contoso Ltd');
    expect(text).toContain('quantity_mismatch_psa');
  });

  test('the Date header tells the time of the world', async () => {
    const answer = await customers();
    expect(answer.headers.get('date')).toMatch(/^Sat, 21 Nov 2026 10:0/);
  });

  test('bodies above 32 MiB are refused', async () => {
    const answer = await fetch(`${box.url}/api.pax8.com/v1/token`, { method: 'POST', body: Buffer.alloc(33 * 1024 * 1024) });
    expect(answer.status).toBe(413);
  });
});

describe('faults on the wire', () => {
  const plant = (effect: unknown, match: unknown = { remote: 'partner-center' }): Promise<unknown> =>
    box.send('POST', 'faults', { id: 'one', match, do: effect, times: 1 });
  const lastCall = () =>
    box.sandbox.world.now() !== '' && box.get('truth/calls').then(({ body }) => (body as { calls: unknown[] }).calls.at(-1));

  test('an answer of our own, once, with the rule named in it; then all is well', async () => {
    await plant({ status: 503, headers: { 'retry-after': '7' }, body: { message: 'busy' } });
    const first = await customers();
    expect(first.status).toBe(503);
    expect(first.headers.get('x-sim-rule')).toBe('one');
    expect(first.headers.get('retry-after')).toBe('7');
    expect(await lastCall()).toMatchObject({ outcome: 'notProcessed', rules: ['one'], status: 503 });
    expect((await customers()).status).toBe(200);
  });

  test('a connection reset before the remote hears of it', async () => {
    await plant({ resetBefore: true });
    await expect(customers()).rejects.toThrow();
    expect(await lastCall()).toMatchObject({ outcome: 'notProcessed', status: 'none' });
  });

  test('a connection reset after the remote carried it out: the truth knows', async () => {
    await plant({ resetAfterProcessing: true });
    await expect(customers()).rejects.toThrow();
    expect(await lastCall()).toMatchObject({ outcome: 'processed', status: 200 });
  });

  test('silence: the caller gives up', async () => {
    await plant({ neverAnswer: true });
    const answer = fetch(`${box.url}/api.partnercenter.microsoft.com/v1/customers`, {
      headers: { authorization: `Bearer ${bearer}` },
      signal: AbortSignal.timeout(200),
    });
    await expect(answer).rejects.toThrow();
  });

  test('an answer cut off in the middle', async () => {
    await plant({ cutAfterBytes: 20 });
    const answer = await customers();
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
  });

  test('an answer that drips', async () => {
    await plant({ dripBytesPerSecond: 4000 });
    const before = performance.now();
    const answer = await customers();
    expect(JSON.parse(await answer.text())).toHaveProperty('totalCount');
    expect(performance.now() - before).toBeGreaterThan(100);
  });

  test('a slow answer, before and after', async () => {
    await plant({ delayBefore: 60, delayAfter: 60 });
    const before = performance.now();
    expect((await customers()).status).toBe(200);
    expect(performance.now() - before).toBeGreaterThan(115);
  });

  test('carried out later than answered', async () => {
    await plant({ processLater: 80 });
    expect((await customers()).status).toBe(504);
    await expect.poll(lastCall).toMatchObject({ outcome: 'processed', status: 200, rules: ['one'] });
  });

  test('a changed body', async () => {
    await plant({ bodyMutation: { kind: 'dropField', field: 'totalCount' } });
    expect(await (await customers()).json()).not.toHaveProperty('totalCount');
  });

  test('a rule for one account leaves the others alone', async () => {
    const other = await box.bearer('pc-2', partnerCenterAudience);
    await plant({ status: 500 }, { partnerAccount: 'Northwind Cloud West' });
    expect((await customers()).status).toBe(200);
    const refused = await fetch(`${box.url}/api.partnercenter.microsoft.com/v1/customers`, {
      headers: { authorization: `Bearer ${other}` },
    });
    expect(refused.status).toBe(500);
  });

  test('a misspelt rule is refused, not ignored', async () => {
    const answer = await box.send('POST', 'faults', { match: { remot: 'pax8' }, do: { status: 500 } });
    expect(answer.status).toBe(400);
    expect(await box.get('faults')).toMatchObject({ body: { rules: [] } });
  });
});

describe('the call log', () => {
  test('keeps no credential', async () => {
    await customers();
    const { body } = await box.get('truth/calls?limit=100000');
    expect(JSON.stringify(body)).not.toContain(bearer);
    expect(JSON.stringify(body)).toContain('sha256:');
  });

  test('names account and customer of a call', async () => {
    const customer = box.sandbox.world.tables.customers.all()[1];
    await fetch(`${box.url}/api.partnercenter.microsoft.com/v1/customers/${customer?.id ?? ''}`, {
      headers: { authorization: `Bearer ${bearer}` },
    });
    const { body } = await box.get('truth/calls?remote=partner-center&limit=100000');
    expect((body as { calls: unknown[] }).calls.at(-1)).toMatchObject({ partnerAccount: 'pc-1', customer: customer?.id });
  });
});
