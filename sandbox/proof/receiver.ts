import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Takes what a remote sends by itself. */
export type Receiver = {
  readonly url: string;
  /** The first that came or comes of those that are wanted. */
  readonly next: (isWanted?: (body: unknown) => boolean) => Promise<unknown>;
  /** What came so far is wanted no more. */
  readonly forget: () => void;
  readonly close: () => Promise<void>;
};

/** A partner's own address for notifications, which are JSON bodies. */
export async function aReceiver(): Promise<Receiver> {
  let came: unknown[] = [];
  let wake = Promise.withResolvers<undefined>();
  const server = createServer((incoming, outgoing) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      outgoing.writeHead(204).end();
      came.push(JSON.parse(Buffer.concat(parts).toString('utf8')));
      wake.resolve(undefined);
      wake = Promise.withResolvers();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  // Nobody has to close one that lives as long as the tests.
  server.unref();
  const { port } = server.address() as AddressInfo; // It listens on a port.
  return {
    url: `http://127.0.0.1:${String(port)}/hook`,
    next: async (isWanted = () => true) => {
      const late = Promise.withResolvers<never>();
      const timer = setTimeout(late.reject, 5000, new Error('nothing was sent'));
      try {
        for (;;) {
          const found = came.find(isWanted);
          if (found !== undefined) return found;
          await Promise.race([wake.promise, late.promise]);
        }
      } finally {
        clearTimeout(timer);
      }
    },
    forget: () => {
      came = [];
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}
