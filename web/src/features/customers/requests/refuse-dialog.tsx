import { useMutation, useQueryClient } from '@tanstack/react-query';
import { decideChangeRequest, listChangeRequests, withdrawChangeRequest } from '#contract/change-requests.ts';
import { call } from '../../../lib/api.ts';
import { ReasonDialog } from '../../../ui/reason-dialog.tsx';
import type { Request } from './queries.ts';

export type Refusing = { readonly request: Request; readonly act: 'decline' | 'withdraw' };

const words = {
  decline: { title: 'Decline this request?', submit: 'Decline', reader: 'Whoever asked reads why.' },
  withdraw: { title: 'Withdraw this request?', submit: 'Withdraw', reader: 'Whoever would have decided reads why.' },
} as const;

/** A request ends with a reason. */
export function RefuseDialog({ refusing: { request, act }, onClose }: { readonly refusing: Refusing; readonly onClose: () => void }) {
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: (reason: string) =>
      act === 'decline'
        ? call(decideChangeRequest, { params: { id: request.id }, body: { action: 'decline', reason } })
        : call(withdrawChangeRequest, { params: { id: request.id }, body: { reason } }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: [listChangeRequests.id] });
      onClose();
    },
  });
  const { title, submit, reader } = words[act];
  return (
    <ReasonDialog
      title={title}
      submit={submit}
      cancel="Keep it"
      isBusy={end.isPending}
      error={end.error}
      onSubmit={(reason) => {
        end.mutate(reason);
      }}
      onClose={onClose}
    >
      {request.customerName}. {reader}
    </ReasonDialog>
  );
}
