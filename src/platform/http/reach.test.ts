import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, test } from 'vitest';
import { createClock } from '../clock.ts';
import { createAllowList } from './allow.ts';
import { publicHosts } from './hosts.ts';
import { createReach } from './reach.ts';
import { createTransport, PrivateAddressError, type Transport } from './transport.ts';

const asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(request.url ?? '');
  if (request.url?.startsWith('/ion.tdsynnex.com') === true) return; // silent
  response.writeHead(403).end('go away');
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const sandbox = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const transport = createTransport();
const clock = createClock();
afterAll(async () => {
  await transport.close();
  server.closeAllConnections();
  server.close();
});

const reach = createReach({ transport, clock, allow: createAllowList({ hosts: publicHosts, sandbox }), withinMs: 300 });

/** A network on which every call breaks like this. */
const breaking = (error: Error) =>
  createReach({
    transport: { send: () => Promise.reject(error), close: () => Promise.resolve() } satisfies Transport,
    clock,
    allow: createAllowList({ hosts: publicHosts }),
  });
const withCode = (code: string) => Object.assign(new Error(code), { code });

describe('a host is reached', () => {
  test('when it answers anything at all, a refusal too; nothing but its root is asked', async () => {
    expect(await reach('api.pax8.com')).toMatchObject({ host: 'api.pax8.com', outcome: 'answers', status: 403 });
    expect(asked).toEqual(['/api.pax8.com/']);
  });

  test('but not when it takes the request and stays silent', async () => {
    expect(await reach('ion.tdsynnex.com')).toMatchObject({ outcome: 'fails', stage: 'answer', code: 'remote_timeout' });
  });
});

describe('what is in the way is named by how far the call came', () => {
  test.each([
    ['ENOTFOUND', 'name', 'remote_down'],
    ['EAI_AGAIN', 'name', 'remote_down'],
    ['ECONNREFUSED', 'connection', 'remote_down'],
    ['UND_ERR_CONNECT_TIMEOUT', 'connection', 'remote_timeout'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'certificate', 'remote_insecure'],
    ['ECONNRESET', 'answer', 'remote_down'],
  ])('%s: the %s', async (broken, stage, code) => {
    expect(await breaking(withCode(broken))('graph.microsoft.com')).toMatchObject({ outcome: 'fails', stage, code });
  });

  test('a name that leads into the own network is refused, and so is a host of nobody', async () => {
    expect(await breaking(new PrivateAddressError('inside'))('graph.microsoft.com')).toMatchObject({
      stage: 'name',
      code: 'remote_host_refused',
    });
    asked.length = 0;
    expect(await reach('evil.example')).toMatchObject({ outcome: 'fails', code: 'remote_host_refused' });
    expect(asked).toEqual([]);
  });
});
