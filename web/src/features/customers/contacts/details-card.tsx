import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { LockClosed16Regular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { lacksPermission, useMay } from '../../../lib/use-me.ts';
import { Card } from '../../../ui/card.tsx';
import { SmallTable } from '../../../ui/small-table.tsx';
import { QueryStates } from '../../../ui/states.tsx';
import { detailFieldWords, originWords, ownerWords } from '../words.ts';
import { type DetailRow, detailsQuery } from './queries.ts';

const OwnValuesDialog = lazy(async () => ({ default: (await import('./own-values-dialog.tsx')).OwnValuesDialog }));
const OwnersDialog = lazy(async () => ({ default: (await import('./owners-dialog.tsx')).OwnersDialog }));

const useStyles = makeStyles({
  acts: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  value: { display: 'flex', flexDirection: 'column', overflowWrap: 'anywhere' },
  aside: { color: tokens.colorNeutralForeground3 },
});

/** Every field of a customer: what it says, where that comes from, whose it is, and what is kept here besides (S95, S102, S108). */
export function DetailsCard({ customerId }: { readonly customerId: string }) {
  const styles = useStyles();
  const query = useQuery(detailsQuery(customerId));
  const [open, setOpen] = useState<'values' | 'owners'>();
  const [may, mayChoose] = [useMay('customers:write'), useMay('connections:write')];
  const ours = query.data?.some(({ change, own }) => change === 'here' || own !== null) === true;
  const close = () => {
    setOpen(undefined);
  };
  return (
    <Card
      title="Details, field by field"
      action={
        <span className={styles.acts}>
          <Button
            disabledFocusable={!may || !ours}
            onClick={() => {
              if (may && ours) setOpen('values');
            }}
          >
            Change what is ours
          </Button>
          <Button
            disabledFocusable={!mayChoose}
            onClick={() => {
              if (mayChoose) setOpen('owners');
            }}
          >
            Choose owners
          </Button>
        </span>
      }
    >
      <span>
        {may ? (ours ? '' : 'No field is ours yet: choose its owner first. ') : `${lacksPermission('customers:write')} `}
        {!mayChoose && `Owners: ${lacksPermission('connections:write')}`}
      </span>
      <QueryStates query={query} rows={6}>
        {(details) => (
          <SmallTable
            label="Details, field by field"
            rows={details.filter(({ value, own, owner }) => value !== '' || own !== null || owner === 'ours')}
            rowId={(row) => row.field}
            columns={[
              { title: 'Field', cell: (row) => detailFieldWords[row.field] },
              { title: 'Value', cell: (row) => <Value row={row} /> },
              { title: 'From', cell: (row) => originWords[row.origin] },
              { title: 'Owner', cell: (row) => <Owner row={row} /> },
            ]}
          />
        )}
      </QueryStates>
      <Suspense>
        {open === 'values' && <OwnValuesDialog customerId={customerId} details={query.data ?? []} onClose={close} />}
        {open === 'owners' && <OwnersDialog customerId={customerId} onClose={close} />}
      </Suspense>
    </Card>
  );
}

function Value({ row: { value, note, own, atMicrosoft } }: { readonly row: DetailRow }) {
  const styles = useStyles();
  return (
    <span className={styles.value}>
      <span>{value === '' ? '–' : value}</span>
      {note === 'movedAtMicrosoft' && (
        <Text size={200} className={styles.aside}>
          Microsoft says “{atMicrosoft}” since.
        </Text>
      )}
      {note === 'setAside' && (
        <Text size={200} className={styles.aside}>
          Ours, “{own?.value}”, is kept aside.
        </Text>
      )}
    </span>
  );
}

function Owner({ row: { owner, because, change } }: { readonly row: DetailRow }) {
  return (
    <span title={because}>
      {change === 'none' && <LockClosed16Regular aria-label="Locked:" />} {ownerWords[owner]}
    </span>
  );
}
