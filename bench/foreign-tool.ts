import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { ask } from '../test/support/ask.ts';
import type { Account } from './feeds-system.ts';

const Token = z.object({ access_token: z.string() });

/** Another tool of the partner that holds the account's one registration and counts what it is sent. It knows nothing of Concord. */
export type ForeignTool = {
  /** Registers itself, over whoever has the registration now. */
  readonly register: () => Promise<void>;
  readonly address: string;
  /** How many notifications it got. */
  readonly got: () => number;
  readonly close: () => void;
};

export async function aForeignTool(
  { tenantId, clientId, clientSecret, refreshToken, baseUrls }: Account,
  events: readonly string[],
): Promise<ForeignTool> {
  let got = 0;
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      got += 1;
      response.writeHead(200).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port
  const address = `http://127.0.0.1:${port}/hook`;
  return {
    address,
    register: async () => {
      const form = {
        grant_type: 'refresh_token',
        client_id: clientId,
        client_secret: clientSecret,
        refresh_token: refreshToken,
        resource: 'https://api.partnercenter.microsoft.com',
      };
      const signedIn = await ask(`${baseUrls.login}/${tenantId}/oauth2/token`, 'POST', {
        body: new URLSearchParams(form).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
      const authorization = `Bearer ${Token.parse(signedIn.body).access_token}`;
      const at = `${baseUrls.partnerCenter}/webhooks/v1/registration`;
      const isTaken = (await ask(at, 'GET', { headers: { authorization } })).status === 200;
      const body = { WebhookUrl: address, WebhookEvents: events };
      const { status, text } = await ask(at, isTaken ? 'PUT' : 'POST', { body, headers: { authorization } });
      if (status >= 300) throw new Error(`The other tool could not register: ${text.slice(0, 300)}`);
    },
    got: () => got,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
