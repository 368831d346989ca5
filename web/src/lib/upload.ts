import type { Route } from '#contract/route.ts';
import { ApiProblem, addressOf, callHeaders, noAnswer, problemOf, type QueryOf, type ReplyOf } from './api.ts';

export type Upload<R extends Route> = {
  readonly query: QueryOf<R>;
  readonly files: readonly File[];
  /** Share that has left the browser, 0 to 1. */
  readonly onProgress: (share: number) => void;
  readonly signal: AbortSignal;
};

/** Sends files as multipart/form-data and tells how far it is, which `fetch` cannot. Answers the reply or throws ApiProblem. */
export async function upload<R extends Route>(route: R, { query, files, onProgress, signal }: Upload<R>): Promise<ReplyOf<R>> {
  const form = new FormData();
  for (const file of files) form.append('files', file, file.name);
  const answer = await sent(route, addressOf(route, { query }), form, onProgress, signal);
  if (answer.status === route.status) return (await answer.json()) as ReplyOf<R>; // the server checked it against the same schema
  throw new ApiProblem(await problemOf(answer));
}

function sent(route: Route, address: string, form: FormData, onProgress: (share: number) => void, signal: AbortSignal): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(route.method, address);
    for (const [name, value] of Object.entries(callHeaders(route))) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => {
      onProgress(total === 0 ? 0 : loaded / total);
    };
    request.onload = () => {
      resolve(new Response(request.responseText, { status: request.status }));
    };
    request.onerror = () => {
      reject(new ApiProblem(noAnswer, true));
    };
    request.onabort = () => {
      reject(new DOMException('The upload was stopped.', 'AbortError'));
    };
    signal.addEventListener('abort', () => {
      request.abort();
    });
    request.send(form);
  });
}
