import type { z } from 'zod';
import type { decideDifferences } from '#contract/worklist.ts';
import { plural } from '../../../lib/format.ts';
import { useGo } from '../../../ui/text-link.tsx';
import { useToast } from '../../../ui/toasts.tsx';
import { useDecide } from '../queries.ts';

export type Decisions = z.infer<NonNullable<(typeof decideDifferences)['reply']>>;

/** Says what became of a dismissal, and offers Undo for exactly what it changed. Many are a job, which is shown instead. */
export function useToldDecisions(): (done: Decisions) => void {
  const toast = useToast();
  const go = useGo();
  const reopen = useDecide();
  return (done) => {
    const { jobId, results } = done;
    if (jobId !== null) {
      go(`/activity/jobs/${jobId}`);
      return;
    }
    const taken = results.flatMap(({ id, outcome, version }) => (outcome === 'decided' && version !== null ? [{ id, version }] : []));
    const undo = () => {
      reopen.mutate({ of: { differences: taken }, decide: { decision: 'reopen' } });
    };
    toast(sentenceOf(done), taken.length === 0 ? undefined : undo);
  };
}

/** "Dismissed 17. 2 changed since you looked, 1 is of a closed month." */
export function sentenceOf({ decided, results }: Decisions): string {
  const count = (outcome: Decisions['results'][number]['outcome']): number => results.filter((each) => each.outcome === outcome).length;
  const left = [
    [count('changedSince'), 'changed since you looked'],
    [count('notNow') + count('absent'), 'could not be dismissed any more'],
    [count('periodClosed'), 'of a closed month'],
  ] as const;
  const rest = left.filter(([many]) => many > 0).map(([many, what]) => `${many} ${what}`);
  return `Dismissed ${plural(decided, 'difference')}.${rest.length === 0 ? '' : ` Left: ${rest.join(', ')}.`}`;
}
