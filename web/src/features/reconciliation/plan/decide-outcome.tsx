import { makeStyles, tokens } from '@fluentui/react-components';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { listCommands } from '#contract/commands.ts';
import { call } from '../../../lib/api.ts';
import { DecideCommand } from '../../../ui/decide-command.tsx';
import { ProblemMessage } from '../../../ui/problem-message.tsx';
import type { PlanShape, Step } from '../queries.ts';

const useStyles = makeStyles({
  box: {
    gridColumn: '1 / -1',
    paddingBlockStart: tokens.spacingVerticalS,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
});

const waitingQuery = queryOptions({
  queryKey: [listCommands.id, 'needs_operator'],
  queryFn: async ({ signal }) => (await call(listCommands, { query: { state: 'needs_operator', limit: 200 }, signal })).data,
});

/** A step of which nobody knows what became: the question stands below it. */
export function DecideOutcome({ plan, step }: { readonly plan: PlanShape; readonly step: Step }) {
  const styles = useStyles();
  const waiting = useQuery(waitingQuery);
  const command = waiting.data?.find((each) => each.planId === plan.id && each.stepId === step.id);
  if (waiting.error !== null) return <ProblemMessage error={waiting.error} onRetry={() => void waiting.refetch()} />;
  return command === undefined ? null : (
    <div className={styles.box}>
      <DecideCommand command={command} />
    </div>
  );
}
