/** `2021-01-01` */
export const dayText = (at: string): string => at.slice(0, 10);

/** `2021-01-01T08:30:00Z`; a day alone becomes midnight. */
export const zuluText = (at: string): string => instantOf(at).round('second').toString();

/** `2023-08-11T11:33:12.314-0600`: the offset has no colon, which strict readers of ISO dates refuse. */
export function offsetText(at: string): string {
  const local = instantOf(at).toZonedDateTimeISO('America/Denver');
  return `${local.toPlainDateTime().toString({ smallestUnit: 'millisecond' })}${local.offset.replace(':', '')}`;
}

/** One of the three shapes in which the remote sends the same member; the row's id decides, so that it never changes. */
export function anyText(at: string, id: string): string {
  const shapes = [dayText, zuluText, offsetText] as const;
  const last = Number.parseInt(id.slice(-1), 16);
  const shape = shapes[Number.isNaN(last) ? 0 : last % shapes.length] ?? dayText;
  return shape(at);
}

const instantOf = (at: string): Temporal.Instant => Temporal.Instant.from(at.length === 10 ? `${at}T00:00:00Z` : at);

/** The day of a text in any of the three shapes; undefined when it is none. */
export function readDay(text: unknown): string | undefined {
  const found = typeof text === 'string' ? /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d))?$/.exec(text)?.[1] : undefined;
  if (found === undefined) return undefined;
  try {
    return Temporal.PlainDate.from(found, { overflow: 'reject' }).toString();
  } catch {
    return undefined;
  }
}
