import { isRecord } from '../src/lib/is-record.ts';
import { jsonBody, type RemoteRequest } from './remote.ts';

export type Body = Readonly<Record<string, unknown>>;

/** The body as a JSON object; undefined when it is none. */
export function bodyOf(request: RemoteRequest): Body | undefined {
  const value = jsonBody(request);
  return isRecord(value) ? value : undefined;
}

/** A text member without blanks around it; '' for everything else. Numbers count as their digits. */
export const textOf = (value: unknown): string => {
  if (typeof value === 'string') return value.trim();
  return typeof value === 'number' ? String(value) : '';
};

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
