import { isJsonObject, type JsonValue } from '../../../lib/exact-json.ts';

/** Of a list only the first few are looked at: a form that changes changes for all. */
const sampleOfList = 3;
const deepest = 6;
/** More than that is no form but data. */
const mostPaths = 400;

/** Names that are ids or numbers are data, as in a map from one to something: they count as one name. */
const isData = (name: string): boolean => name.length > 60 || /\d{3}|^\d|[^\w@.$:-]/.test(name);

/** The places of all fields in an answer: `items[].state`. Only names, never a value; lists are sampled. Pure. */
export function fieldPaths(answer: JsonValue): readonly string[] {
  const paths = new Set<string>();
  walk(answer, '', 0, paths);
  return [...paths];
}

function walk(value: JsonValue, at: string, depth: number, paths: Set<string>): void {
  if (depth > deepest || paths.size >= mostPaths) return;
  if (Array.isArray(value)) {
    // Array.isArray forgets what a list that is only read holds.
    for (const item of (value as readonly JsonValue[]).slice(0, sampleOfList)) walk(item, `${at}[]`, depth + 1, paths);
    return;
  }
  if (!isJsonObject(value)) return;
  for (const [name, member] of Object.entries(value)) {
    const place = `${at}${at === '' ? '' : '.'}${isData(name) ? '{name}' : name}`;
    paths.add(place);
    if (member !== undefined) walk(member, place, depth + 1, paths);
  }
}

/** A call without what it is about: ids, numbers and the query. `GET /v1/customers/{id}/subscriptions`. Pure. */
export function callShape(method: string, url: string): string {
  const path = URL.canParse(url) ? new URL(url).pathname : '/';
  const parts = path.split('/').map((part) => (/\d/.test(part) && !/^(v\d+(\.\d+)?|\d+\.\d+)$/.test(part) ? '{id}' : part));
  return `${method} ${parts.join('/')}`.slice(0, 300);
}
