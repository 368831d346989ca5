import { createServer } from 'node:net';
import { Fault } from '../lib/errors.ts';

const mostTries = 50;

/** The port to listen on: the wanted one; when it is busy and nobody set it, the next free one; when somebody set it, an error (product.md 4.2). */
export async function choosePort(wanted: number, host: string, isExplicit: boolean, setting: string): Promise<number> {
  for (let port = wanted; port < wanted + mostTries; port += 1) {
    if (await isFree(port, host)) return port;
    if (isExplicit) break;
  }
  throw new Fault('port_busy', 'needs_operator', `Port ${wanted} is in use by another program`, {
    hint: `Stop that program, or set ${setting} to another port.`,
    port: wanted,
  });
}

const isFree = (port: number, host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => {
      resolve(false);
    });
    probe.listen(port, host, () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });
