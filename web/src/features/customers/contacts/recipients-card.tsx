import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { removeRecipient } from '#contract/contacts.ts';
import { call } from '../../../lib/api.ts';
import { lacksPermission, useMay } from '../../../lib/use-me.ts';
import { Card } from '../../../ui/card.tsx';
import { ProblemMessage } from '../../../ui/problem-message.tsx';
import { SmallTable } from '../../../ui/small-table.tsx';
import { type Contacts, contactsChanged, type RecipientShape } from './queries.ts';
import { RecipientDialog } from './recipient-dialog.tsx';

const useStyles = makeStyles({ acts: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS } });

export type RecipientsCardProps = { readonly customerId: string; readonly contacts: Contacts };

/** Who gets our bills: the primary contact until somebody says otherwise; ours alone, Microsoft is not told. */
export function RecipientsCard({ customerId, contacts: { primary, billing } }: RecipientsCardProps) {
  const may = useMay('customers:write');
  const [open, setOpen] = useState<RecipientShape | 'new'>();
  const canAdd = may;
  return (
    <Card
      title="Who gets our bills"
      action={
        <Button
          disabledFocusable={!canAdd}
          onClick={() => {
            if (canAdd) setOpen('new');
          }}
        >
          Add a recipient
        </Button>
      }
    >
      <span>Ours: kept here, and no sync changes it.{!may && ` ${lacksPermission('customers:write')}`}</span>
      {billing.followsPrimary ? (
        <span>{primary === null ? 'Nobody yet.' : `The primary contact: ${primary.name}, ${primary.email}.`}</span>
      ) : (
        <Recipients customerId={customerId} recipients={billing.recipients} may={may} onChange={setOpen} />
      )}
      {open !== undefined && (
        <RecipientDialog
          customerId={customerId}
          recipient={open === 'new' ? undefined : open}
          onClose={() => {
            setOpen(undefined);
          }}
        />
      )}
    </Card>
  );
}

type RecipientsProps = {
  readonly customerId: string;
  readonly recipients: readonly RecipientShape[];
  readonly may: boolean;
  readonly onChange: (recipient: RecipientShape) => void;
};

function Recipients({ customerId, recipients, may, onChange }: RecipientsProps) {
  const styles = useStyles();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: (recipientId: string) => call(removeRecipient, { params: { id: customerId, recipientId } }),
    onSuccess: () => contactsChanged(client, customerId),
  });
  return (
    <>
      {remove.isError && <ProblemMessage error={remove.error} title="The recipient was not removed" />}
      <SmallTable
        label="Who gets our bills"
        rows={recipients}
        rowId={(row) => row.id}
        columns={[
          { title: 'Name', cell: (row) => row.name },
          { title: 'E-mail', cell: (row) => row.email },
          { title: 'Cost centre', cell: (row) => (row.costCentre === '' ? 'Everything else' : row.costCentre) },
          { title: 'Purchase order', cell: (row) => (row.purchaseOrder === '' ? '–' : row.purchaseOrder) },
          {
            title: 'Change',
            cell: (row) => (
              <span className={styles.acts}>
                <Button
                  size="small"
                  aria-label={`Change ${row.name}`}
                  disabledFocusable={!may}
                  onClick={() => {
                    if (may) onChange(row);
                  }}
                >
                  Change
                </Button>
                <Button
                  size="small"
                  aria-label={`Remove ${row.name}`}
                  disabledFocusable={!may || remove.isPending}
                  onClick={() => {
                    if (may && !remove.isPending) remove.mutate(row.id);
                  }}
                >
                  Remove
                </Button>
              </span>
            ),
          },
        ]}
      />
    </>
  );
}
