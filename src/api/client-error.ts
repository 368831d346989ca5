import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { ProblemCode } from '../contract/problem.ts';
import type { Context } from '../features/context.ts';
import { ofCode } from './problem.ts';
import { requestId } from './request-id.ts';

/**
 * Answers what is no request yet (headers too large, too slow, no HTTP at all) in the form of every other problem. There is no reply
 * object for it: the answer is written to the socket, which is then closed, because nobody knows where the next request would begin.
 */
export const answerClientError =
  (context: Context) =>
  (error: Error & { readonly code?: string }, socket: Socket): void => {
    if (!socket.writable || error.code === 'ECONNRESET' || isAnswering(socket)) {
      socket.destroy();
      return;
    }
    const [code, detail] = told[error.code ?? ''] ?? (['malformed', 'The request is not well-formed HTTP.'] as const);
    const id = requestId(context);
    const problem = ofCode(code, detail, id);
    const body = JSON.stringify(problem);
    const headers = [
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
      'Content-Type: application/problem+json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `Request-Id: ${id}`,
      'Cache-Control: no-store',
      'X-Content-Type-Options: nosniff',
      ...(context.installation.sandbox ? ['Sandbox: true'] : []),
      'Connection: close',
    ];
    context.log.info({ requestId: id, status: problem.status, code: error.code }, 'a request could not be read');
    socket.end(`${headers.join('\r\n')}\r\n\r\n${body}`);
  };

/** Codes of Node's HTTP parser. */
const told: Readonly<Record<string, readonly [ProblemCode, string]>> = {
  HPE_HEADER_OVERFLOW: ['headers_too_large', 'All headers together may have 16 KiB.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: ['too_large', 'The chunk extensions of the body are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['request_timeout', 'The request did not arrive whole in time. Nothing was done.'],
};

/** An answer to an earlier request is on its way: a second one in the middle of it would be read as part of it. Node names it only here. */
const isAnswering = (socket: Socket & { readonly _httpMessage?: { readonly headersSent?: boolean } | null }): boolean =>
  socket._httpMessage?.headersSent === true;
