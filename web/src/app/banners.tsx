import { makeStyles, tokens } from '@fluentui/react-components';
import { BeakerRegular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { overviewQuery } from '../lib/overview-query.ts';
import { useIsReseller, useMe } from '../lib/use-me.ts';

// Only where there is something to tell.
const ActingBar = lazy(async () => ({ default: (await import('./acting-bar.tsx')).ActingBar }));
const Warnings = lazy(async () => ({ default: (await import('./warnings.tsx')).Warnings }));

const useStyles = makeStyles({
  sandbox: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    paddingBlock: tokens.spacingVerticalXS,
    paddingInline: tokens.spacingHorizontalL,
    backgroundColor: tokens.colorPaletteMarigoldBackground2,
    color: tokens.colorNeutralForeground1,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
});

/** What is true of every page: simulated remotes, held writing, old data. */
export function Banners() {
  const styles = useStyles();
  const isReseller = useIsReseller();
  const isSandbox = useMe()?.sandbox;
  const { data } = useQuery({ ...overviewQuery, enabled: !isReseller });
  const stale = (data?.freshness ?? []).filter((each) => each.isStale && each.lastSuccessAt !== null && each.state !== 'off'); // what was never read is new, not old
  return (
    <section aria-label="Notices">
      {isReseller && (
        <Suspense>
          <ActingBar />
        </Suspense>
      )}
      {(data?.sandbox ?? isSandbox) === true && (
        <div className={styles.sandbox}>
          <BeakerRegular aria-hidden />
          <span>Sandbox – simulated Microsoft, distributor and PSA. Nothing here is bought or billed.</span>
        </div>
      )}
      {(data?.writingHeld === true || stale.length > 0) && (
        <Suspense>
          <Warnings isHeld={data?.writingHeld === true} stale={stale} />
        </Suspense>
      )}
    </section>
  );
}
