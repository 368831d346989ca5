import { formatAge, formatDate, formatInstant, formatInstantExactly } from '../lib/format.ts';
import { useNow } from '../lib/use-now.ts';

/** A point in time: absolute, or as an age with the absolute in the tooltip. */
export function When({ at, age = false }: { readonly at: string | null; readonly age?: boolean }) {
  const now = useNow();
  if (at === null) return <span>–</span>;
  return (
    <time dateTime={at} title={formatInstantExactly(at)}>
      {age ? formatAge(at, now) : formatInstant(at)}
    </time>
  );
}

/** A calendar date, which has no time zone. */
export function Day({ on }: { readonly on: string | null }) {
  return on === null ? <span>–</span> : <time dateTime={on}>{formatDate(on)}</time>;
}
