import type { TestSandbox } from '../testing.ts';
import type { Sample } from './samples.ts';

type Call = { readonly seq: number; readonly method: string; readonly path: string; readonly status: number | 'none' };

/** A function that answers the calls of remotes since it was asked before. */
export function callsOf(box: TestSandbox): () => Promise<readonly Call[]> {
  let seen = 0;
  return async () => {
    const { body } = await box.get(`truth/calls?after=${String(seen)}&limit=100000`);
    const { calls, total } = body as { readonly calls: readonly Call[]; readonly total: number };
    seen = total;
    return calls;
  };
}

const partsOf = (path: string): readonly string[] =>
  (path.replace(/^https:\/\/[^/]+/, '').split('?')[0] ?? '')
    .split('/')
    .map((part) => part.trim().toLowerCase().split('(')[0] ?? '')
    .filter((part) => part !== '');

/** An id, or what stands for one. Words with a version (`v1.0`) are none. */
const isId = (part: string): boolean => /^[{<]|\d/.test(part) && !/^v\d/.test(part);

/** Whether a path is of the class of a sample's: same words in the same places, whatever stands before them. */
export function isOfClass(sample: string, called: string): boolean {
  const wanted = partsOf(sample);
  const told = partsOf(called).slice(-wanted.length);
  return wanted.length === told.length && wanted.every((part, at) => isId(part) || part === told[at]);
}

/** What is wrong when none of the calls was the one that the sample answers; a sample that is no call's, or is sent to us, asks for none. */
export function notCalled({ name, method, path, status }: Sample, calls: readonly Call[]): readonly string[] {
  if (method === null || path === null || /^[{(](?!auth)/.test(path)) return [];
  const isGood = (told: Call['status']): boolean =>
    name.includes('.request') || status === null ? typeof told === 'number' && told < 400 : told === status;
  const found = calls.some(
    (call) => (method === 'ANY' || call.method === method) && (path.includes('**') || isOfClass(path, call.path)) && isGood(call.status),
  );
  const told = calls.map((call) => `${call.method} ${call.path} ${String(call.status)}`).slice(-3);
  return found ? [] : [`${method} ${path} ${String(status ?? '')} was not called, but ${told.join(', ')}`];
}
