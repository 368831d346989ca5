/**
 * The event that a line belongs to. ReferenceID holds a plain id or, since June 2026, a JSON object as text,
 * `{"osId":"...","id":"...","v":"2.0"}`: its `id` joins. Both forms are accepted for ever; JSON lines give it with escaped quotes.
 */
export function referenceOf(text: string): string {
  const trimmed = text.trim();
  if (!trimmed.startsWith('{')) return trimmed.toLowerCase();
  return (/[{,]\s*\\?"id\\?"\s*:\s*\\?"([^"\\]*)/i.exec(trimmed)?.[1] ?? trimmed).toLowerCase();
}
