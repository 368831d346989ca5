import { makeStyles, Switch } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { changePurposes } from '#contract/connection-changes.ts';
import type { Connection } from '#contract/connections.ts';
import { DistributorPurpose } from '#model/connection.ts';
import { call } from '../../lib/api.ts';
import { lacksPermission, useMay } from '../../lib/use-me.ts';
import { Card } from '../../ui/card.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { purposeWords } from './words.ts';

const useStyles = makeStyles({ text: { margin: 0 } });

/** What a distributor is read for; what is off is not read. */
export function PurposesCard({ connection }: { readonly connection: z.infer<typeof Connection> }) {
  const styles = useStyles();
  const client = useQueryClient();
  const may = useMay('providers:write');
  const [asking, setAsking] = useState(false);
  const change = useMutation({
    mutationFn: (body: Partial<Record<DistributorPurpose, boolean>>) => call(changePurposes, { params: { id: connection.id }, body }),
    onSettled: () => {
      setAsking(false);
      return client.invalidateQueries();
    },
  });
  return (
    <Card title="What it is read for">
      {DistributorPurpose.options.map((purpose) => {
        const isOn = connection.purposes.includes(purpose);
        return (
          <div key={purpose}>
            <Switch
              label={purposeWords[purpose].title}
              checked={isOn}
              disabled={!may || change.isPending}
              onChange={(_, { checked }) => {
                if (purpose === 'costs' && !checked) setAsking(true);
                else change.mutate({ [purpose]: checked });
              }}
            />
            <p className={styles.text}>{isOn ? purposeWords[purpose].on : purposeWords[purpose].off}</p>
          </div>
        );
      })}
      {!may && <p className={styles.text}>{lacksPermission('providers:write')}</p>}
      {asking && (
        <FormDialog
          title="Switch costs off?"
          submit="Switch off and remove"
          cancel="Keep them on"
          isBusy={change.isPending}
          error={null}
          onSubmit={() => {
            change.mutate({ costs: false });
          }}
          onClose={() => {
            setAsking(false);
          }}
        >
          <p className={styles.text}>
            The unit costs and the usage that were read of {connection.name} are removed now. Prices are not held against its costs any
            more, and its invoices are not compared. Invoices that were read stay, and months that were compared with these costs stay as
            they were. Switched on again, costs come with the next sync.
          </p>
        </FormDialog>
      )}
      {change.isError && <ProblemMessage error={change.error} title="It was not switched" />}
    </Card>
  );
}
