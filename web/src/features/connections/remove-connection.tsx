import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { previewRemoval, removeConnection } from '#contract/removal.ts';
import { call, type ReplyOf } from '../../lib/api.ts';
import { formatNumber } from '../../lib/format.ts';
import { lacksPermission, useMay } from '../../lib/use-me.ts';
import { Card, Facts } from '../../ui/card.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { useProved } from '../../ui/proof.tsx';
import { QueryStates } from '../../ui/states.tsx';
import { useGo } from '../../ui/text-link.tsx';
import { useToast } from '../../ui/toasts.tsx';
import type { ConnectionData } from './connection-facts.tsx';

const useStyles = makeStyles({
  stack: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0 },
  text: { margin: 0 },
});

/** Removing for good: what leaves the comparison stands there before it is done, and the name is typed. */
export function RemoveConnection({ connection }: { readonly connection: ConnectionData }) {
  const styles = useStyles();
  const may = useMay('connections:write');
  const [isAsking, setAsking] = useState(false);
  const query = useQuery({
    queryKey: [previewRemoval.id, connection.id],
    queryFn: ({ signal }) => call(previewRemoval, { params: { id: connection.id }, signal }),
  });
  return (
    <Card title="Remove">
      <p className={styles.text}>
        Its secrets are destroyed, and nothing is read or written here any more. What only this account told of leaves the comparison.
        History, mappings, invoices and the audit log stay; the same account added again goes on with them.
      </p>
      <QueryStates query={query}>
        {(removal) => (
          <div className={styles.stack}>
            <Facts facts={factsOf(removal)} />
            {removal.openWrites > 0 && <p className={styles.text}>A write here has no outcome yet. Decide it under Activity first.</p>}
            <div>
              <Button
                disabled={!may || removal.openWrites > 0}
                {...(!may && { title: lacksPermission('connections:write') })}
                onClick={() => {
                  setAsking(true);
                }}
              >
                Remove connection…
              </Button>
            </div>
          </div>
        )}
      </QueryStates>
      {isAsking && (
        <RemoveDialog
          connection={connection}
          onClose={() => {
            setAsking(false);
          }}
        />
      )}
    </Card>
  );
}

const factsOf = ({ leaves, keeps }: ReplyOf<typeof previewRemoval>): (readonly [string, string | undefined])[] => {
  const shown = (count: number) => (count === 0 ? undefined : formatNumber(count));
  return [
    ['Customers that leave', shown(leaves.customers)],
    ['Subscriptions that leave', shown(leaves.subscriptions + leaves.distributorSubscriptions)],
    ['Accounts that leave', shown(leaves.accounts)],
    ['Billing lines that leave', shown(leaves.lines)],
    ['Mappings kept', shown(keeps.mappings)],
    ['Invoices kept', shown(keeps.invoices)],
  ];
};

function RemoveDialog({ connection: { id, name }, onClose }: { readonly connection: ConnectionData; readonly onClose: () => void }) {
  const client = useQueryClient();
  const proved = useProved();
  const toast = useToast();
  const go = useGo();
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const [isOther, isMissing] = [typed.trim() !== name, reason.trim().length < 3];
  const remove = useMutation({
    mutationFn: () => proved(() => call(removeConnection, { params: { id }, body: { name: typed.trim(), reason: reason.trim() } })),
    onSuccess: () => {
      toast(`${name} is removed`);
      go('/settings/connections');
      return client.invalidateQueries();
    },
  });
  return (
    <FormDialog
      title={`Remove ${name}?`}
      submit="Remove connection"
      cancel="Keep it"
      isBusy={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if (!isOther && !isMissing) remove.mutate();
      }}
    >
      <span>Reading and writing stop at once and the sign-in is destroyed. To connect it again, its secrets are needed.</span>
      <Field label={`Type the name: ${name}`} {...(tried && isOther && { validationMessage: 'This is another name.' })}>
        <Input
          value={typed}
          autoComplete="off"
          onChange={(_, { value }) => {
            setTyped(value);
          }}
        />
      </Field>
      <Field label="Reason" hint="Goes into the audit log." {...(tried && isMissing && { validationMessage: 'Say why it is removed.' })}>
        <Input
          value={reason}
          maxLength={500}
          onChange={(_, { value }) => {
            setReason(value);
          }}
        />
      </Field>
    </FormDialog>
  );
}
