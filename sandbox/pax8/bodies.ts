import { ExactNumber, isJsonObject, type JsonObject, type JsonValue, readJson } from '../../src/lib/exact-json.ts';
import type { RemoteRequest } from '../remote.ts';

/** The body as a JSON object with exact numbers; undefined when it is none. */
export function objectBody(request: RemoteRequest): JsonObject | undefined {
  try {
    const value = readJson(request.body);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export const textOf = (value: JsonValue | undefined): string => (typeof value === 'string' ? value.trim() : '');

export const listOf = (value: JsonValue | undefined): readonly JsonValue[] => (Array.isArray(value) ? (value as readonly JsonValue[]) : []);

/** One reason for every required text that is missing. */
export const missingTexts = (from: JsonObject, names: readonly string[]): readonly string[] =>
  names.filter((name) => textOf(from[name]) === '').map((name) => `${name} is required`);

/** A whole number; undefined for everything else. */
export function wholeOf(value: JsonValue | undefined): number | undefined {
  const text = value instanceof ExactNumber ? value.text : '';
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
