import { type IncomingMessage, request } from 'node:http';

export type Sent = {
  readonly method?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | Uint8Array | undefined;
};

/** Brings what a client sends to https://login.microsoftonline.com and the like to the sandbox, by the Host header: the client sees real names only. */
export const underRealNames =
  (sandbox: string) =>
  (address: string | URL, { method = 'GET', headers = {}, body }: Sent = {}): Promise<Response> => {
    const { host, pathname, search } = new URL(address);
    const { hostname, port } = new URL(sandbox);
    return new Promise((resolve, reject) => {
      const call = request({ hostname, port, method, path: `${pathname}${search}`, headers: { ...headers, host } }, (incoming) => {
        toResponse(incoming).then(resolve, reject);
      });
      call.once('error', reject);
      call.end(body);
    });
  };

async function toResponse(incoming: IncomingMessage): Promise<Response> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Uint8Array); // Without an encoding the stream gives bytes.
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(incoming.headersDistinct)) for (const value of values) headers.append(name, value);
  const status = incoming.statusCode ?? 500;
  return new Response([204, 304].includes(status) ? null : Buffer.concat(chunks), { status, headers });
}
