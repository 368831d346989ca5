import { makeStyles, tokens } from '@fluentui/react-components';
import type { z } from 'zod';
import type { Freshness } from '#contract/overview.ts';
import { StateBadge } from '../../ui/state-badge.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { When } from '../../ui/when.tsx';
import { connectionWordOf, sideWordOf } from '../../ui/words.ts';

const useStyles = makeStyles({
  strip: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, listStyleType: 'none', margin: 0, padding: 0 },
  item: {
    display: 'flex',
    alignItems: 'center',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** Each connection with the age of what it gave us. */
export function FreshnessStrip({ freshness }: { readonly freshness: readonly z.infer<typeof Freshness>[] }) {
  const styles = useStyles();
  return (
    <ul className={styles.strip} aria-label="Freshness of the connections">
      {freshness.map((each) => (
        <li key={each.connectionId} className={styles.item}>
          <TextLink to={`/settings/connections/${each.connectionId}`}>{each.name}</TextLink>
          <span className={styles.quiet}>
            {sideWordOf(each.side)}, {each.lastSuccessAt === null ? 'never read' : <When at={each.lastSuccessAt} age />}
          </span>
          {(each.state !== 'connected' || each.isStale) && (
            <StateBadge state={each.state === 'connected' ? { word: 'Out of date', intent: 'warning' } : connectionWordOf(each.state)} />
          )}
        </li>
      ))}
    </ul>
  );
}
