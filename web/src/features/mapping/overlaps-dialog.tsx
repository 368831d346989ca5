import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Text } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { listMappingOverlaps, type MappingOverlap } from '#contract/mapping-work.ts';
import { call } from '../../lib/api.ts';
import { formatMoneys } from '../../lib/format.ts';
import { FocusBack } from '../../ui/focus-back.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { SmallTable } from '../../ui/small-table.tsx';
import { Loading } from '../../ui/states.tsx';
import { TextLink } from '../../ui/text-link.tsx';

type Overlap = z.infer<typeof MappingOverlap>;

/** Rows of a table that is not virtual. */
const shown = 100;

/** What several accounts bill at the same time, dearest first: the price of further accounts that overlap. */
export function OverlapsDialog({ onClose }: { readonly onClose: () => void }) {
  const overlaps = useQuery({
    queryKey: [listMappingOverlaps.id],
    queryFn: ({ signal }) => call(listMappingOverlaps, { signal }),
    staleTime: 0,
  });
  const rows = overlaps.data?.data;
  return (
    <Dialog
      open
      onOpenChange={(_, { open }) => {
        if (!open) onClose();
      }}
    >
      <DialogSurface>
        <FocusBack />
        <DialogBody>
          <DialogTitle>Billed in several accounts</DialogTitle>
          <DialogContent>
            {overlaps.error !== null && <ProblemMessage error={overlaps.error} title="The overlaps could not be read" />}
            {overlaps.isPending && <Loading rows={4} label="Looking for overlaps" />}
            {rows?.length === 0 && <Text>Nothing is billed in more than one account.</Text>}
            {rows !== undefined && rows.length > 0 && (
              <SmallTable
                label="Billed in several accounts"
                rows={rows.slice(0, shown)}
                rowId={({ customerId, what, name }) => `${customerId} ${what} ${name}`}
                columns={columns}
              />
            )}
            {rows !== undefined && rows.length > shown && (
              <Text>
                The dearest {shown} of {rows.length} are shown.
              </Text>
            )}
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>Close</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

const columns = [
  {
    title: 'Customer',
    cell: ({ customerId, customerName }: Overlap) => <TextLink to={`/customers/${customerId}`}>{customerName}</TextLink>,
  },
  { title: 'What', cell: ({ name, what }: Overlap) => (what === 'service' ? `${name} (by service)` : name) },
  {
    title: 'Billed in, a month',
    cell: ({ accounts }: Overlap) => (
      <ul style={{ margin: 0, paddingInlineStart: '18px' }}>
        {accounts.map((account, at) => (
          // Two accounts can have one name.
          <li key={`${account.name} ${String(at)}`}>
            {account.name}: {account.quantity}, {formatMoneys([account.money])}
          </li>
        ))}
      </ul>
    ),
  },
];
