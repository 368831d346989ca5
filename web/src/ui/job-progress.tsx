import { Button, makeStyles, ProgressBar, tokens } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { cancelJob } from '#contract/jobs.ts';
import { isEnded } from '#model/job.ts';
import { call } from '../lib/api.ts';
import { formatLeft, formatNumber } from '../lib/format.ts';
import { type JobShape, jobKey, useJob } from '../lib/use-job.ts';
import { useMay } from '../lib/use-me.ts';
import { useNow } from '../lib/use-now.ts';
import { ProblemMessage } from './problem-message.tsx';
import { StateBadge } from './state-badge.tsx';
import { TextLink } from './text-link.tsx';
import { jobWords } from './words.ts';

const useStyles = makeStyles({
  job: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  line: { display: 'flex', gap: tokens.spacingHorizontalM, alignItems: 'center', flexWrap: 'wrap' },
  title: { flex: '1 1 200px' },
});

export type JobProgressProps = { readonly jobId: string; readonly onEnd?: (job: JobShape) => void };

/** A job as it goes: counted work, what it waits for, cancel. Announced in steps of ten per cent, not with every tick. */
export function JobProgress({ jobId, onEnd }: JobProgressProps) {
  const styles = useStyles();
  const client = useQueryClient();
  const may = useMay('jobs:write');
  const now = useNow(1_000);
  const { data: job } = useJob(jobId, onEnd);
  const cancel = useMutation({
    mutationFn: () => call(cancelJob, { params: { id: jobId } }),
    onSuccess: (changed) => client.setQueryData(jobKey(jobId), changed),
  });
  if (job === undefined) return null;
  const { done, total } = job.progress;
  const share = total === null || total === 0 ? undefined : Math.min(1, done / total);
  const ended = isEnded(job.status);
  return (
    <div className={styles.job}>
      <div className={styles.line}>
        <TextLink to={`/activity/jobs/${job.id}`} className={styles.title}>
          {job.title}
        </TextLink>
        <StateBadge state={jobWords[job.status]} />
        {may && !ended && (
          <Button
            size="small"
            disabled={cancel.isPending}
            onClick={() => {
              cancel.mutate();
            }}
          >
            Cancel
          </Button>
        )}
      </div>
      {!ended && <ProgressBar aria-label={job.title} {...(share !== undefined && { value: share })} />}
      <span>{progressWords(job, now)}</span>
      <span className="visually-hidden" role="status">
        {ended ? `${job.title}: ${jobWords[job.status].word}` : share === undefined ? '' : `${job.title}: ${Math.floor(share * 10) * 10} %`}
      </span>
      {cancel.isError && <ProblemMessage error={cancel.error} />}
    </div>
  );
}

/** "412 of 1,000 customers, about 2 min left", "Waiting for the other system, continues in 34 s". Pure. */
export function progressWords(job: JobShape, now: number): string {
  const { done, total, unit, step } = job.progress;
  const of = total === null ? '' : ` of ${formatNumber(total)}`;
  // One that ended and had nothing to count says nothing of a count.
  const count = job.endedAt !== null && of === '' && done === 0 ? undefined : `${formatNumber(done)}${of} ${unit}`;
  const waits =
    job.waitingUntil !== null && Date.parse(job.waitingUntil) > now
      ? `waiting for the other system, continues in ${formatLeft(job.waitingUntil, now)}`
      : undefined;
  const left =
    waits === undefined && job.estimatedEndAt !== null && !isEnded(job.status)
      ? `about ${formatLeft(job.estimatedEndAt, now)} left`
      : undefined;
  return [step ?? undefined, count, waits, left].filter((part) => part !== undefined).join(', ');
}
