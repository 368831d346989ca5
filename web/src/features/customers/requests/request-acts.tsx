import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { decideChangeRequest, listChangeRequests } from '#contract/change-requests.ts';
import { call } from '../../../lib/api.ts';
import { useMay } from '../../../lib/use-me.ts';
import { ProblemMessage } from '../../../ui/problem-message.tsx';
import { useGo } from '../../../ui/text-link.tsx';
import type { Request } from './queries.ts';
import type { Refusing } from './refuse-dialog.tsx';

const useStyles = makeStyles({ acts: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS } });

type RequestActsProps = { readonly request: Request; readonly onRefuse: (refusing: Refusing) => void };

/** What the viewer may do with a request now. */
export function RequestActs({ request, onRefuse }: RequestActsProps) {
  const styles = useStyles();
  const mayDecide = useMay('customers:write');
  const mayAsk = useMay('requests:ask');
  const isAccepted = request.state === 'accepted';
  const act = mayDecide ? 'decline' : 'withdraw';
  const word = mayDecide ? 'Decline' : 'Withdraw';
  const isOpen = request.state === 'asked' || isAccepted;
  if (!isOpen || !(mayDecide || (mayAsk && !isAccepted))) return '–';
  return (
    <span className={styles.acts}>
      {mayDecide && !(isAccepted && request.wish.kind === 'seats') && <Accept request={request} isAgain={isAccepted} />}
      <Button
        size="small"
        aria-label={`${word} for ${request.customerName}`}
        onClick={() => {
          onRefuse({ request, act });
        }}
      >
        {word}
      </Button>
    </span>
  );
}

/** Accepting a change of a profile leads to its plan: nothing is sent before that is applied. A plan that ran out is previewed again. */
function Accept({ request, isAgain }: { readonly request: Request; readonly isAgain: boolean }) {
  const client = useQueryClient();
  const go = useGo();
  const accept = useMutation({
    mutationFn: () => call(decideChangeRequest, { params: { id: request.id }, body: { action: 'accept' } }),
    onSuccess: ({ planId }) => {
      void client.invalidateQueries({ queryKey: [listChangeRequests.id] });
      if (planId !== null) go(`/plans/${planId}`);
    },
  });
  const word = isAgain ? 'Preview again' : 'Accept';
  return (
    <>
      <Button
        size="small"
        appearance={isAgain ? 'secondary' : 'primary'}
        disabledFocusable={accept.isPending}
        aria-label={`${word} for ${request.customerName}`}
        onClick={() => {
          if (!accept.isPending) accept.mutate();
        }}
      >
        {word}
      </Button>
      {accept.isError && <ProblemMessage error={accept.error} title="The request was not accepted" />}
    </>
  );
}
