import { Button, makeStyles } from '@fluentui/react-components';
import { ArrowSync20Regular, CheckmarkCircle20Regular, Warning20Regular } from '@fluentui/react-icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { z } from 'zod';
import { listJobs } from '#contract/jobs.ts';
import type { Freshness } from '#contract/overview.ts';
import { call } from '../lib/api.ts';
import { formatAge, formatNumber, plural } from '../lib/format.ts';
import { overviewQuery } from '../lib/overview-query.ts';
import type { JobShape } from '../lib/use-job.ts';
import { useNow } from '../lib/use-now.ts';
import { useGo } from '../ui/text-link.tsx';

const useStyles = makeStyles({ button: { whiteSpace: 'nowrap', minWidth: 0, flexShrink: 0 } });

export type SyncWords = { readonly text: string; readonly mood: 'running' | 'trouble' | 'fine'; readonly to: string };

/** "Syncing 412 of 1,000", "3 problems" or "Up to date, 4 min ago". Pure. */
export function syncWords(running: readonly JobShape[], freshness: readonly z.infer<typeof Freshness>[], now: number): SyncWords {
  const sync = running.find((job) => job.kind === 'sync');
  if (sync !== undefined) {
    const { done, total } = sync.progress;
    return {
      text: total === null ? `Syncing ${formatNumber(done)}` : `Syncing ${formatNumber(done)} of ${formatNumber(total)}`,
      mood: 'running',
      to: '/activity',
    };
  }
  const broken = freshness.filter((each) => each.isStale || !['connected', 'off', 'draft'].includes(each.state));
  if (broken.length > 0) return { text: plural(broken.length, 'problem'), mood: 'trouble', to: '/settings/connections' };
  const oldest = freshness.flatMap((each) => (each.lastSuccessAt === null ? [] : [each.lastSuccessAt])).sort()[0];
  return { text: oldest === undefined ? 'Nothing read yet' : `Up to date, ${formatAge(oldest, now)}`, mood: 'fine', to: '/activity' };
}

const icons = { running: <ArrowSync20Regular />, trouble: <Warning20Regular />, fine: <CheckmarkCircle20Regular /> };

export function SyncState({ iconOnly }: { readonly iconOnly: boolean }) {
  const styles = useStyles();
  const go = useGo();
  const now = useNow();
  const client = useQueryClient();
  const overview = useQuery(overviewQuery);
  const jobs = useQuery({
    queryKey: [listJobs.id, 'running'],
    queryFn: ({ signal }) => call(listJobs, { query: { status: 'queued,running,paused', limit: 20 }, signal }),
    refetchInterval: (query) => ((query.state.data?.data.length ?? 0) > 0 ? 2_000 : 15_000),
  });
  const count = jobs.data?.data.length ?? 0;
  const before = useRef(count);
  useEffect(() => {
    // Work that ends changes what the lists show.
    if (count < before.current) void client.invalidateQueries({ predicate: (query) => query.queryKey[1] !== 'running' });
    before.current = count;
  }, [count, client]);
  const words = syncWords(jobs.data?.data ?? [], overview.data?.freshness ?? [], now);
  return (
    <Button
      appearance="subtle"
      className={styles.button}
      icon={icons[words.mood]}
      {...(iconOnly && { 'aria-label': words.text, title: words.text })}
      onClick={() => {
        go(words.to);
      }}
    >
      {iconOnly ? null : words.text}
    </Button>
  );
}
