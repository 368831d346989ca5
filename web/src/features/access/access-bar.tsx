import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import { plural } from '../../lib/format.ts';
import { lacksPermission, useMay } from '../../lib/use-me.ts';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { SelectionBar } from '../../ui/selection-bar.tsx';
import type { Row } from './access-columns.tsx';
import { RequestDialog } from './request-dialog.tsx';
import { type SimpleAct, usePreviewAccess, useRefreshAccess } from './use-access-acts.ts';
import { actWords } from './words.ts';

/** Most customers that one plan takes (contract `createAccessPlan`). */
const most = 200;
const acts: readonly SimpleAct[] = ['consent', 'replace', 'extend', 'end'];

export type AccessBarProps = { readonly rows: readonly Row[]; readonly onClear: () => void };

/** What can be done for the customers that are selected; every change is previewed first. */
export function AccessBar({ rows, onClear }: AccessBarProps) {
  const may = useMay('access:write');
  const mayRead = useMay('sync:run');
  const [isAsking, setAsking] = useState(false);
  const preview = usePreviewAccess();
  const refresh = useRefreshAccess();
  const customerIds = rows.slice(0, most).map(({ customerId }) => customerId);
  const error = preview.error ?? refresh.error;
  return (
    <>
      {error !== null && <ProblemMessage error={error} title={preview.error === null ? 'They were not read' : 'There is no preview'} />}
      <SelectionBar selected={plural(rows.length, 'customer')} notes={[noteOf(rows.length, may)]} onClear={onClear}>
        <Button
          appearance="primary"
          disabledFocusable={!may || preview.isPending}
          onClick={() => {
            setAsking(true);
          }}
        >
          Request access
        </Button>
        {acts.map((act) => (
          <Button
            key={act}
            disabledFocusable={!may || preview.isPending}
            onClick={() => {
              preview.mutate({ act, customerIds });
            }}
          >
            {actWords[act]}
          </Button>
        ))}
        <Button
          disabledFocusable={!mayRead || refresh.isBusy}
          onClick={() => {
            refresh.start(customerIds);
          }}
        >
          {refresh.isBusy ? 'Reading…' : 'Refresh'}
        </Button>
      </SelectionBar>
      {isAsking && (
        <RequestDialog
          customers={rows.slice(0, most)}
          onClose={() => {
            setAsking(false);
          }}
        />
      )}
    </>
  );
}

function noteOf(selected: number, may: boolean): string {
  if (!may) return lacksPermission('access:write');
  return selected > most ? `One plan takes ${most}; the rest stays selected.` : '';
}
