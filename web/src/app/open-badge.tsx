import { makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { formatNumber } from '../lib/format.ts';
import { overviewQuery } from '../lib/overview-query.ts';

const useStyles = makeStyles({
  badge: {
    marginInlineStart: 'auto',
    paddingInline: tokens.spacingHorizontalS,
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorNeutralBackground5,
    color: tokens.colorNeutralForeground1,
    fontSize: tokens.fontSizeBase200,
    fontVariantNumeric: 'tabular-nums',
  },
  hidden: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' },
});

/** How many differences wait for somebody, beside the area where they are worked on; nothing when there are none. */
export function OpenBadge() {
  const styles = useStyles();
  const open = useQuery(overviewQuery).data?.differences.open ?? 0;
  if (open === 0) return null;
  return (
    <span className={styles.badge}>
      {open > 999 ? '999+' : formatNumber(open)}
      <span className={styles.hidden}> open</span>
    </span>
  );
}
