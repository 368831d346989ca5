import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { request } from 'undici';
import { z } from 'zod';
import { apiBase } from '../contract/index.ts';
import { Problem } from '../contract/problem.ts';
import type { Route } from '../contract/route.ts';
import { CommandError } from './command-error.ts';
import { exitCodes } from './output.ts';

type Input<Schema> = Schema extends z.ZodType ? z.input<Schema> : never;
type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

type Parts<R extends Route> = {
  readonly params?: Input<NonNullable<R['params']>>;
  readonly query?: Input<NonNullable<R['query']>>;
  readonly body?: Input<NonNullable<R['body']>>;
  /** Files of an upload, read from the disk while they are sent. */
  readonly files?: readonly { readonly name: string; readonly content: Blob }[];
};

/** Calls our own HTTP API with a key: the command line has no secret powers (ux reference, principle 11). */
export type Client = {
  call<R extends Route>(route: R, parts?: Parts<R>): Promise<Output<NonNullable<R['reply']>>>;
  /** A file, as it arrives. */
  download<R extends Route>(route: R, parts: Parts<R>): Promise<AsyncIterable<Uint8Array>>;
  readonly baseUrl: string;
};

const CliFile = z.object({ baseUrl: z.url(), apiKey: z.string().min(1) });

/** From CONCORD_URL and CONCORD_TOKEN, else from `cli.json` in the data folder (trial profile). */
export function openClient(env: Readonly<Record<string, string | undefined>>, dataDir: string): Client {
  const { CONCORD_URL: url, CONCORD_TOKEN: token } = env;
  const { baseUrl, apiKey } =
    url !== undefined && token !== undefined ? { baseUrl: url.replace(/\/$/, ''), apiKey: token } : readCliFile(dataDir);
  return {
    baseUrl,
    call: (route, parts = {}) => callRoute(baseUrl, apiKey, route, parts),
    download: (route, parts) => downloadRoute(baseUrl, apiKey, route, parts),
  };
}

function readCliFile(dataDir: string): z.infer<typeof CliFile> {
  try {
    return CliFile.parse(JSON.parse(readFileSync(join(dataDir, 'cli.json'), 'utf8')));
  } catch (error) {
    throw new CommandError(
      exitCodes.forbidden,
      'No Concord to talk to.',
      `There is no CONCORD_URL with CONCORD_TOKEN, and no readable cli.json in ${dataDir}.`,
      'Start it with "npm start", or set CONCORD_URL and CONCORD_TOKEN (Settings, API keys).',
      error,
    );
  }
}

async function callRoute<R extends Route>(
  baseUrl: string,
  apiKey: string,
  route: R,
  parts: Parts<R>,
): Promise<Output<NonNullable<R['reply']>>> {
  const answer = await askFor(baseUrl, apiKey, route, parts);
  const text = await answer.body.text();
  if (answer.statusCode >= 400) throw explain(answer.statusCode, text);
  // Checked against the same schema on the server's side; parsed here so that a newer server's unknown fields are dropped.
  return (route.reply === undefined || text === '' ? undefined : route.reply.parse(JSON.parse(text))) as Output<NonNullable<R['reply']>>;
}

async function downloadRoute<R extends Route>(
  baseUrl: string,
  apiKey: string,
  route: R,
  parts: Parts<R>,
): Promise<AsyncIterable<Uint8Array>> {
  const answer = await askFor(baseUrl, apiKey, route, parts);
  if (answer.statusCode >= 400) throw explain(answer.statusCode, await answer.body.text());
  return answer.body;
}

function askFor<R extends Route>(baseUrl: string, apiKey: string, route: R, parts: Parts<R>) {
  const given = (parts.params ?? {}) as Readonly<Record<string, string>>;
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => encodeURIComponent(given[name] ?? ''));
  const query = new URLSearchParams(
    Object.entries((parts.query ?? {}) as Readonly<Record<string, string | number | boolean | undefined>>).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, String(value)]],
    ),
  );
  const form = parts.files === undefined ? undefined : formOf(parts.files);
  const address = `${baseUrl}${apiBase}${path}${query.size > 0 ? `?${query.toString()}` : ''}`;
  return send(address, {
    method: route.method,
    headers: {
      authorization: `Bearer ${apiKey}`,
      accept: 'application/json',
      ...(parts.body !== undefined && { 'content-type': 'application/json' }),
      ...(form !== undefined && { 'content-type': form.type }),
    },
    ...(parts.body !== undefined && { body: JSON.stringify(parts.body) }),
    ...(form !== undefined && { body: form.body, headersTimeout: longUploadMs }),
  });
}

const longUploadMs = 30 * 60_000;

/**
 * The form as bytes that come while they are sent. Node itself writes it: forms of its own class are refused by undici 8.12, depending on which
 * of the two was loaded first, and of those of undici's class only the headers arrive.
 */
function formOf(files: readonly { readonly name: string; readonly content: Blob }[]) {
  const form = new FormData();
  for (const { name, content } of files) form.append('files', content, name);
  const { headers, body } = new Response(form);
  return { type: headers.get('content-type') ?? '', body: body === null ? null : Readable.fromWeb(body) };
}

async function send(address: string, options: Parameters<typeof request>[1]) {
  try {
    return await request(address, { headersTimeout: 60_000, bodyTimeout: 60_000, ...options });
  } catch (error) {
    throw new CommandError(
      exitCodes.remote,
      'Concord does not answer.',
      `No connection to ${new URL(address).origin}.`,
      'Is it running? Start it with "npm start".',
      error,
    );
  }
}

const exitOf = (status: number): number => {
  if (status === 401 || status === 403) return exitCodes.forbidden;
  if (status === 404) return exitCodes.notFound;
  if (status === 409 || status === 412) return exitCodes.conflict;
  if (status === 429 || status >= 502) return exitCodes.remote;
  return status === 400 || status === 422 ? exitCodes.usage : exitCodes.failure;
};

function explain(status: number, text: string): CommandError {
  const problem = Problem.safeParse(safeJson(text));
  if (!problem.success)
    return new CommandError(
      exitOf(status),
      `Concord answered ${status}.`,
      'The answer could not be read.',
      'Look at the log of the server.',
    );
  const { title, detail, code, remediation, requestId, planId } = problem.data;
  return new CommandError(
    exitOf(status),
    `${title} (${code}).`,
    detail,
    remediation?.text ?? (planId === undefined ? undefined : `Look at the fresh plan: concord plans show ${planId}`),
    undefined,
    requestId,
  );
}

const safeJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};
