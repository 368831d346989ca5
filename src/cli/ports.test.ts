import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { choosePort } from './ports.ts';

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function aBusyPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  open.push(server);
  await once(server, 'listening');
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : 0;
}

describe('the port to listen on', () => {
  test('the wanted one when it is free', async () => {
    const port = await aBusyPort();
    open.splice(0).forEach((server) => server.close());

    expect(await choosePort(port, '127.0.0.1', true, 'CONCORD_PORT')).toBe(port);
  });

  test('the next free one when the usual one is busy and nobody set it', async () => {
    const busy = await aBusyPort();

    expect(await choosePort(busy, '127.0.0.1', false, 'CONCORD_PORT')).toBeGreaterThan(busy);
  });

  test('an error with the way out when somebody set it and it is busy', async () => {
    const busy = await aBusyPort();

    await expect(choosePort(busy, '127.0.0.1', true, 'CONCORD_SANDBOX_PORT')).rejects.toMatchObject({
      code: 'port_busy',
      message: `Port ${busy} is in use by another program`,
      facts: { hint: 'Stop that program, or set CONCORD_SANDBOX_PORT to another port.' },
    });
  });

  test('0 is any free one, by its number: the sign-in link must lead there', async () => {
    expect(await choosePort(0, '127.0.0.1', true, 'CONCORD_PORT')).toBeGreaterThan(0);
  });
});
