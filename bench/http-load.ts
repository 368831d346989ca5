import { connect, type Socket } from 'node:net';

/** Asks over so many kept connections, one call at a time on each; answers the milliseconds of every call. */
export async function load(
  url: string,
  requests: readonly { readonly path: string; readonly headers: Readonly<Record<string, string>> }[],
  clients: number,
): Promise<{ readonly times: readonly number[]; readonly seconds: number; readonly bytes: number }> {
  const { hostname, port } = new URL(url);
  const texts = requests.map(({ path, headers }) =>
    Buffer.from(
      `GET ${path} HTTP/1.1\r\nhost: ${hostname}:${port}\r\n${Object.entries(headers)
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join('')}\r\n`,
    ),
  );
  const times: number[] = [];
  let bytes = 0;
  let next = 0;
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      const socket = connect(Number(port), hostname).setNoDelay();
      for (;;) {
        const text = texts[next];
        next += 1;
        if (text === undefined) break;
        const sentAt = performance.now();
        const size = await ask(socket, text);
        bytes += size;
        times.push(performance.now() - sentAt);
      }
      socket.destroy();
    }),
  );
  return { times, seconds: (performance.now() - startedAt) / 1000, bytes };
}

/** Sends one request and waits for the whole answer; its size in bytes. Only answers with a length and status 200 count. */
function ask(socket: Socket, text: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    let head = '';
    let left = Number.NaN;
    let size = 0;
    const fail = (error: unknown): void => {
      socket.off('data', onData);
      reject(error instanceof Error ? error : new Error('The connection ended'));
    };
    const onData = (chunk: Buffer): void => {
      size += chunk.length;
      if (Number.isNaN(left)) {
        head += chunk.toString('latin1');
        const end = head.indexOf('\r\n\r\n');
        if (end < 0) return;
        if (!head.startsWith('HTTP/1.1 200')) {
          fail(new Error(head.slice(0, 600)));
          return;
        }
        left = Number(/content-length: (\d+)/i.exec(head)?.[1]) - (head.length - end - 4);
      } else left -= chunk.length;
      if (left > 0) return;
      socket.off('data', onData).off('error', fail);
      resolve(size);
    };
    socket.on('data', onData).once('error', fail);
    socket.write(text);
  });
}
