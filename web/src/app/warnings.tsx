import { Button, MessageBar, MessageBarActions, MessageBarBody, makeStyles } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { startSync } from '#contract/jobs.ts';
import type { Freshness } from '#contract/overview.ts';
import { call } from '../lib/api.ts';
import { formatAge } from '../lib/format.ts';
import { useMay } from '../lib/use-me.ts';
import { useNow } from '../lib/use-now.ts';
import { TextLink } from '../ui/text-link.tsx';

const useStyles = makeStyles({
  bar: { borderRadius: 0, flexShrink: 0 },
  wrap: { whiteSpace: 'normal' },
});

type Stale = { readonly stale: readonly z.infer<typeof Freshness>[] };

/** Writing that waits for a person, and whose data are older than they should be. */
export function Warnings({ isHeld, stale }: Stale & { readonly isHeld: boolean }) {
  const styles = useStyles();
  return (
    <>
      {isHeld && (
        <MessageBar intent="warning" layout="multiline" className={styles.bar}>
          <MessageBarBody className={styles.wrap}>
            Writing to other systems is held. Reconcile the journal to continue.{' '}
            <TextLink to="/activity?tab=plans" inline>
              Show open corrections
            </TextLink>
          </MessageBarBody>
        </MessageBar>
      )}
      {stale.length > 0 && <StaleWarning stale={stale} />}
    </>
  );
}

function StaleWarning({ stale }: Stale) {
  const styles = useStyles();
  const now = useNow();
  const client = useQueryClient();
  const maySync = useMay('sync:run');
  const sync = useMutation({
    mutationFn: () => call(startSync, { body: {} }),
    onSettled: () => client.invalidateQueries({ queryKey: ['listJobs'] }),
  });
  const words = stale.map((each) => `${each.name} (${formatAge(each.lastSuccessAt ?? '', now)})`);
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
