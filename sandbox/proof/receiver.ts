import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Takes what a remote sends by itself. */
export type Receiver = { readonly url: string; readonly next: () => Promise<unknown>; readonly close: () => Promise<void> };

/** A partner's own address for notifications: `next` is the JSON body of the first that comes. */
export async function aReceiver(): Promise<Receiver> {
  const came = Promise.withResolvers<unknown>();
  const server = createServer((incoming, outgoing) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      outgoing.writeHead(204).end();
      came.resolve(JSON.parse(Buffer.concat(parts).toString('utf8')));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo; // It listens on a port.
  return {
    url: `http://127.0.0.1:${String(port)}/hook`,
    next: () => Promise.race([came.promise, new Promise((_, reject) => setTimeout(reject, 5000, new Error('nothing was sent')))]),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}
