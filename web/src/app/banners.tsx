import { Button, MessageBar, MessageBarActions, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components';
import { BeakerRegular } from '@fluentui/react-icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { startSync } from '#contract/jobs.ts';
import type { Freshness } from '#contract/overview.ts';
import { call } from '../lib/api.ts';
import { formatAge } from '../lib/format.ts';
import { overviewQuery } from '../lib/overview-query.ts';
import { useMay } from '../lib/use-me.ts';
import { useNow } from '../lib/use-now.ts';
import { TextLink } from '../ui/text-link.tsx';

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
  bar: { borderRadius: 0, flexShrink: 0 },
  wrap: { whiteSpace: 'normal' },
});

/** What is true of every page: simulated remotes, held writing, old data. */
export function Banners() {
  const styles = useStyles();
  const { data } = useQuery(overviewQuery);
  const stale = (data?.freshness ?? []).filter((each) => each.isStale && each.state !== 'off');
  return (
    <section aria-label="Notices">
      {data?.sandbox === true && (
        <div className={styles.sandbox}>
          <BeakerRegular aria-hidden />
          <span>Sandbox – simulated Microsoft, distributor and PSA. Nothing here is bought or billed.</span>
        </div>
      )}
      {data?.writingHeld === true && (
        <MessageBar intent="warning" layout="multiline" className={styles.bar}>
          <MessageBarBody className={styles.wrap}>
            Writing to other systems is held. Reconcile the journal to continue.{' '}
            <TextLink to="/activity?tab=plans" inline>
              Show open corrections
            </TextLink>
          </MessageBarBody>
        </MessageBar>
      )}
      {stale.length > 0 && <StaleBanner stale={stale} />}
    </section>
  );
}

function StaleBanner({ stale }: { readonly stale: readonly z.infer<typeof Freshness>[] }) {
  const styles = useStyles();
  const now = useNow();
  const client = useQueryClient();
  const maySync = useMay('sync:run');
  const sync = useMutation({
    mutationFn: () => call(startSync, { body: {} }),
    onSettled: () => client.invalidateQueries({ queryKey: ['listJobs'] }),
  });
  const words = stale.map((each) => `${each.name} (${each.lastSuccessAt === null ? 'never read' : formatAge(each.lastSuccessAt, now)})`);
  return (
    <MessageBar intent="warning" layout="multiline" className={styles.bar}>
      <MessageBarBody className={styles.wrap}>
        Data of {words.join(', ')} are older than they should be. Amounts may have moved.
      </MessageBarBody>
      {maySync && (
        <MessageBarActions>
          <Button
            size="small"
            disabled={sync.isPending || sync.isSuccess}
            onClick={() => {
              sync.mutate();
            }}
          >
            {sync.isSuccess ? 'Syncing…' : 'Sync now'}
          </Button>
        </MessageBarActions>
      )}
    </MessageBar>
  );
}
