import { makeStyles, tokens } from '@fluentui/react-components';
import { Warning12Regular } from '@fluentui/react-icons';
import { formatAge, formatInstantExactly } from '../lib/format.ts';
import { useNow } from '../lib/use-now.ts';

const useStyles = makeStyles({
  stale: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalXXS, color: tokens.colorStatusWarningForeground1 },
});

/** The fields that every record of a remote has (#contract/as-of.ts). */
export type Read = {
  readonly readAt: string | null;
  readonly source: { readonly name: string } | null;
  readonly isStale: boolean;
};

/** How old a record is; when exactly and where it was read in the tooltip. What is too old to rely on says so. */
export function AsOf({ of }: { readonly of: Read }) {
  const styles = useStyles();
  const now = useNow();
  const { readAt, source, isStale } = of;
  if (readAt === null) return <span>Not read</span>;
  const age = (
    <time dateTime={readAt} title={`Read ${formatInstantExactly(readAt)}${source === null ? '' : ` from ${source.name}`}`}>
      {formatAge(readAt, now)}
    </time>
  );
  if (!isStale) return age;
  return (
    <span className={styles.stale}>
      <Warning12Regular aria-label="Out of date" />
      {age}
    </span>
  );
}
