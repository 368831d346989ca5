import { json, type RemoteAnswer, type RemoteRequest } from '../../remote.ts';
import { isRefusal } from '../errors.ts';
import { picked, readSelect } from './options.ts';

/** One object, with `$select` where it is read. */
export function entity(
  request: RemoteRequest,
  context: string,
  answer: Readonly<Record<string, unknown>>,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): RemoteAnswer {
  const names = request.method === 'GET' ? readSelect(request, {}) : undefined;
  const selected = isRefusal(names) ? undefined : names;
  const said = `${request.linkBase}${context}${selected === undefined ? '' : `(${selected.join(',')})`}/$entity`;
  return json(status, { '@odata.context': said, ...picked(answer, selected) }, headers);
}
