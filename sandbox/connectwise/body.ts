import { type JsonValue, readJson } from '../../src/lib/exact-json.ts';
import type { RemoteRequest } from '../remote.ts';

/** The body as JSON with exact numbers; undefined when it is none. */
export function bodyOf(request: RemoteRequest): JsonValue | undefined {
  try {
    return readJson(request.body);
  } catch {
    return undefined;
  }
}
