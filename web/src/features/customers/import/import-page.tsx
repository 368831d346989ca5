import { Button, Field, makeStyles, Select, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useScope } from '../../../lib/scope.ts';
import { lacksPermission, useMay } from '../../../lib/use-me.ts';
import { Card } from '../../../ui/card.tsx';
import { CustomersTabs } from '../../../ui/customers-tabs.tsx';
import { Page } from '../../../ui/page.tsx';
import { ProblemMessage } from '../../../ui/problem-message.tsx';
import { Empty, QueryStates } from '../../../ui/states.tsx';
import { TextLink } from '../../../ui/text-link.tsx';
import { partnerAccountsQuery } from '../expected/queries.ts';
import { PlansTable } from '../plans/plans-table.tsx';
import { customerPlansQuery } from '../plans/queries.ts';
import { usePreviewPlan } from '../plans/use-preview-plan.ts';

const useStyles = makeStyles({
  form: { display: 'flex', flexWrap: 'wrap', alignItems: 'end', gap: tokens.spacingHorizontalM },
  field: { minWidth: 'min(320px, 100%)' },
  text: { margin: 0, maxWidth: '80ch' },
});

/** Brings the tenants of an account: which account, then a preview of what would become of each. */
export function ImportPage() {
  const accounts = useQuery(partnerAccountsQuery);
  const plans = useQuery(customerPlansQuery);
  return (
    <Page title="Import customers" area="Customers">
      <CustomersTabs />
      <QueryStates query={accounts} rows={3}>
        {(data) =>
          data.length === 0 ? (
            <Empty title="No Partner Center account" actions={<TextLink to="/settings/connections/add">Connect one</TextLink>}>
              Customers are imported from the list of a Partner Center account.
            </Empty>
          ) : (
            <ChooseAccount accounts={data} />
          )
        }
      </QueryStates>
      <Card title="Imports so far">
        <QueryStates query={plans} rows={4}>
          {(data) => {
            const imports = data.filter(({ kind }) => kind === 'import');
            return imports.length === 0 ? (
              <span>Nothing was imported by hand yet.</span>
            ) : (
              <>
                <PlansTable label="Imports so far" plans={imports} />
                <TextLink to="/customers/access?access=missing">Ask those who came for access</TextLink>
              </>
            );
          }}
        </QueryStates>
      </Card>
    </Page>
  );
}

function ChooseAccount({ accounts }: { readonly accounts: readonly { readonly id: string; readonly name: string }[] }) {
  const styles = useStyles();
  const may = useMay('customers:write');
  const scope = useScope();
  const [chosen, setChosen] = useState<string>();
  const preview = usePreviewPlan();
  const connectionId = chosen ?? accounts.find(({ id }) => id === scope)?.id ?? accounts[0]?.id ?? '';
  return (
    <Card title="Whose customers?">
      <p className={styles.text}>
        The whole list of the account is read and held against what is here. You then see who is new, linked, updated, in conflict or on
        hold. Nothing is changed before you apply it, and importing twice makes nobody twice.
      </p>
      <div className={styles.form}>
        <Field label="Partner Center account" className={styles.field}>
          <Select
            value={connectionId}
            onChange={(_, { value }) => {
              setChosen(value);
            }}
          >
            {accounts.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
        <Button
          appearance="primary"
          disabledFocusable={!may || preview.isPending}
          onClick={() => {
            if (may && !preview.isPending) preview.mutate({ kind: 'import', connectionId });
          }}
        >
          {preview.isPending ? 'Reading the list…' : 'Preview the import'}
        </Button>
        {!may && <span>{lacksPermission('customers:write')}</span>}
      </div>
      {preview.isError && <ProblemMessage error={preview.error} title="There is no preview" />}
    </Card>
  );
}
