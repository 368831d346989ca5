/** An alarm of a calendar that went off: `days` before the event that its file calls by this name, at the start of that UTC day. */
export type Alarm = { readonly uid: string; readonly summary: string; readonly days: number; readonly on: Temporal.PlainDate };

const field = (event: string, name: string): string => new RegExp(`^${name}[^:\\r\\n]*:(.*)$`, 'm').exec(event)?.[1]?.trim() ?? '';

/** Every alarm that an iCalendar file asks for (RFC 5545): all-day events, triggers of whole days before them. */
export function alarmsOf(file: string): readonly Alarm[] {
  const unfolded = file.replaceAll('\r\n ', '');
  return unfolded
    .split('BEGIN:VEVENT')
    .slice(1)
    .flatMap((event) => {
      const begins = Temporal.PlainDate.from(field(event, 'DTSTART'));
      return [...event.matchAll(/^TRIGGER:-P(\d+)D/gm)].map(([, days = '']) => ({
        uid: field(event, 'UID'),
        summary: field(event, 'SUMMARY'),
        days: Number(days),
        on: begins.subtract({ days: Number(days) }),
      }));
    });
}
