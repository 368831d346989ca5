import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { plural } from '../../lib/format.ts';
import { lacksPermission, useMay } from '../../lib/use-me.ts';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import type { Row } from './access-columns.tsx';
import { RequestDialog } from './request-dialog.tsx';
import { type SimpleAct, usePreviewAccess, useRefreshAccess } from './use-access-acts.ts';
import { actWords } from './words.ts';

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    flexShrink: 0,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    // The list is longer than a phone: what is selected stays in sight.
    '@media (max-width: 719px)': { position: 'sticky', insetBlockEnd: 0, zIndex: 3 },
  },
  note: { color: tokens.colorNeutralForeground3 },
});

/** Most customers that one plan takes (contract `createAccessPlan`). */
const most = 200;
const acts: readonly SimpleAct[] = ['consent', 'replace', 'extend', 'end'];

export type AccessBarProps = { readonly rows: readonly Row[]; readonly onClear: () => void };

/** What can be done for the customers that are selected; every change is previewed first. */
export function AccessBar({ rows, onClear }: AccessBarProps) {
  const styles = useStyles();
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
      <div className={styles.bar} role="region" aria-label="Selection">
        <strong>{plural(rows.length, 'customer')} selected</strong>
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
        <span className={styles.note}>{noteOf(rows.length, may)}</span>
        <Button appearance="subtle" onClick={onClear}>
          Clear
        </Button>
      </div>
      {isAsking && (
        <RequestDialog
          customerIds={customerIds}
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
