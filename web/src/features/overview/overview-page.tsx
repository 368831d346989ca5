import { makeStyles, tokens, typographyStyles } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import type { z } from 'zod';
import type { Overview } from '#contract/overview.ts';
import { formatMoneys, formatNumber, plural } from '../../lib/format.ts';
import { overviewQuery } from '../../lib/overview-query.ts';
import { Card } from '../../ui/card.tsx';
import { Page } from '../../ui/page.tsx';
import { Empty, QueryStates } from '../../ui/states.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { When } from '../../ui/when.tsx';
import { AttentionCards } from './attention-cards.tsx';
import { FreshnessStrip } from './freshness-strip.tsx';
import { KindBars } from './kind-bars.tsx';

// Only a set-up that is not finished has a card: it comes after the page.
const SetUpCard = lazy(async () => ({ default: (await import('../setup/set-up-card.tsx')).SetUpCard }));

type OverviewData = z.infer<typeof Overview>;

const useStyles = makeStyles({
  headline: { ...typographyStyles.title1, margin: 0, '@media (max-width: 719px)': { ...typographyStyles.title3 } },
  sub: { margin: 0, color: tokens.colorNeutralForeground2 },
  columns: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 3fr) minmax(0, 2fr)',
    gap: tokens.spacingHorizontalL,
    alignItems: 'start',
    '@media (max-width: 1099px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingHorizontalL, minWidth: 0 },
  figures: { display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 190px), 1fr))', gap: tokens.spacingHorizontalL },
  figure: { ...typographyStyles.title3, fontVariantNumeric: 'tabular-nums', display: 'block' },
});

/** Two minutes to know what needs doing and how much money it is. */
export function OverviewPage() {
  const query = useQuery(overviewQuery);
  return (
    <Page title="Overview">
      <QueryStates query={query}>{(overview) => <OverviewBody overview={overview} />}</QueryStates>
    </Page>
  );
}

function OverviewBody({ overview }: { readonly overview: OverviewData }) {
  const styles = useStyles();
  if (overview.freshness.length === 0)
    return (
      <Empty
        title="Nothing is connected yet"
        actions={
          <>
            <TextLink to="/setup">Set Concord up</TextLink>
            <TextLink to="/settings/connections">Go to connections</TextLink>
          </>
        }
      >
        Concord compares what Microsoft and your distributor charge with what your PSA bills. The set-up leads through it in six steps,
        takes about 20 minutes, and can be paused at any time. {overview.sandbox ? sandboxDoors : ownDoors}
      </Empty>
    );
  return (
    <>
      <div>
        <p className={styles.headline}>{headline(overview)}</p>
        <p className={styles.sub}>
          {formatNumber(overview.customers)} customers and {formatNumber(overview.subscriptions)} subscriptions compared. As of{' '}
          <When at={overview.at} />.{overview.costsLeftOut && ' Amounts are without costs, which you have no right to see.'}
        </p>
      </div>
      <Suspense>
        <SetUpCard />
      </Suspense>
      <FreshnessStrip freshness={overview.freshness} />
      <div className={styles.columns}>
        <div className={styles.column}>
          <Card title="Needs attention">
            <AttentionCards attention={overview.attention} />
          </Card>
        </div>
        <div className={styles.column}>
          <Card title="This month">
            <div className={styles.figures}>
              <div>
                Open
                <TextLink to="/reconciliation" className={styles.figure}>
                  {formatMoneys(overview.monthly, { signed: true })}
                </TextLink>
                a month
              </div>
              <div>
                Recovered
                <TextLink to="/reconciliation?state=fixed" className={styles.figure}>
                  {formatMoneys(overview.recovered)}
                </TextLink>
                a month
              </div>
            </div>
          </Card>
          <Card title="Open differences by kind">
            <KindBars kinds={overview.byKind} />
          </Card>
        </div>
      </div>
    </>
  );
}

/** Both doors of the first run (ux reference 5.1): an installation is one workspace, so the other one is another folder. */
const sandboxDoors =
  'This is a sandbox: nothing real can be changed. For your own accounts start another with CONCORD_SANDBOX=off and its own CONCORD_DATA_DIR.';
const ownDoors = 'To look around first, start a sandbox with its own CONCORD_DATA_DIR.';

/** "23 differences, USD 1,184.20 a month": the sentence of the product. */
export function headline({ differences, monthly }: Pick<OverviewData, 'differences' | 'monthly'>): string {
  if (differences.open === 0) return 'No differences. The three books agree.';
  return `${plural(differences.open, 'difference')}, ${formatMoneys(monthly)} a month`;
}
