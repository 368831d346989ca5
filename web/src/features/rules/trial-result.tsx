import { MessageBar, MessageBarBody, MessageBarTitle, makeStyles, tokens } from '@fluentui/react-components';
import { plural } from '../../lib/format.ts';
import { Money } from '../../ui/money.tsx';
import { SmallTable } from '../../ui/small-table.tsx';
import type { Trial } from './queries.ts';

const useStyles = makeStyles({ box: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS } });

/** What the rule would do: now, and with what was found last month. */
export function TrialResult({ trial }: { readonly trial: Trial }) {
  const styles = useStyles();
  return (
    <div className={styles.box} role="region" aria-label="Test bench">
      {trial.fixedByPeople > 0 && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>It would have hidden money</MessageBarTitle> {plural(trial.fixedByPeople, 'difference')} of last month that it
            would have dismissed {trial.fixedByPeople === 1 ? 'was' : 'were'} corrected by people.
          </MessageBarBody>
        </MessageBar>
      )}
      <Tried title="Now" tried={trial.now} />
      <Tried title="Last month" tried={trial.lastMonth} />
    </div>
  );
}

function Tried({ title, tried }: { readonly title: string; readonly tried: Trial['now'] }) {
  return (
    <>
      <strong>
        {title}: {plural(tried.count, 'difference')}, <Money value={tried.money} signed />
        {tried.overLimit > 0 && `; ${plural(tried.overLimit, 'other')} past a limit would stay open`}
      </strong>
      {tried.sample.length > 0 && (
        <SmallTable
          label={`${title}: the dearest that it would dismiss`}
          rows={tried.sample}
          rowId={(row) => row.id}
          columns={[
            { title: 'Customer', cell: (row) => row.customerName },
            { title: 'What differs', cell: (row) => row.sentence },
            { title: 'Money', align: 'end', cell: (row) => <Money value={row.impact} signed per={row.per} /> },
          ]}
        />
      )}
    </>
  );
}
