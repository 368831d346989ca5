import { formatAge, formatDate, formatDayOf, formatInstant, formatInstantExactly } from '../lib/format.ts';
import { useNow } from '../lib/use-now.ts';

type WhenProps = {
  readonly at: string | null;
  /** How long ago. */
  readonly age?: boolean;
  /** Its day is enough, as for an end in months. */
  readonly day?: boolean;
};

/** A point in time, with all of it in the tooltip. */
export function When({ at, age = false, day = false }: WhenProps) {
  const now = useNow();
  if (at === null) return <span>–</span>;
  return (
    <time dateTime={at} title={formatInstantExactly(at)}>
      {age ? formatAge(at, now) : day ? formatDayOf(at) : formatInstant(at)}
    </time>
  );
}

/** A calendar date, which has no time zone. */
export function Day({ on }: { readonly on: string | null }) {
  return on === null ? <span>–</span> : <time dateTime={on}>{formatDate(on)}</time>;
}
