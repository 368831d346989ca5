import { createServer } from 'node:net';
import { Fault } from '../lib/errors.ts';

const mostTries = 50;

/** The port to listen on: the wanted one; when it is busy and nobody set it, the next free one; when somebody set it, an error (product.md 4.2). 0 is any free one: links need its number. */
export async function choosePort(wanted: number, host: string, isExplicit: boolean, setting: string): Promise<number> {
  for (let port = wanted; port < wanted + mostTries; port += 1) {
    const free = await takeFree(port, host);
    if (free !== undefined) return free;
    if (isExplicit) break;
  }
  throw new Fault('port_busy', 'needs_operator', `Port ${wanted} is in use by another program`, {
    hint: `Stop that program, or set ${setting} to another port.`,
    port: wanted,
  });
}

/** The port if nobody listens there; for 0 any port that is free. */
const takeFree = (port: number, host: string): Promise<number | undefined> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => {
      resolve(undefined);
    });
    probe.listen(port, host, () => {
      const address = probe.address();
      probe.close(() => {
        resolve(address !== null && typeof address === 'object' ? address.port : port);
      });
    });
  });
