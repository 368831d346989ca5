import { makeStyles, Switch } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { changePurposes } from '#contract/connection-changes.ts';
import type { Connection } from '#contract/connections.ts';
import { DistributorPurpose } from '#model/connection.ts';
import { call } from '../../lib/api.ts';
import { lacksPermission, useMay } from '../../lib/use-me.ts';
import { Card } from '../../ui/card.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { purposeWords } from './words.ts';

const useStyles = makeStyles({ text: { margin: 0 } });

/** What a distributor is read for; what is off is not read. */
export function PurposesCard({ connection }: { readonly connection: z.infer<typeof Connection> }) {
  const styles = useStyles();
  const client = useQueryClient();
  const may = useMay('providers:write');
  const change = useMutation({
    mutationFn: (body: Partial<Record<DistributorPurpose, boolean>>) => call(changePurposes, { params: { id: connection.id }, body }),
    onSettled: () => client.invalidateQueries(),
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
                change.mutate({ [purpose]: checked });
              }}
            />
            <p className={styles.text}>{isOn ? purposeWords[purpose].on : purposeWords[purpose].off}</p>
          </div>
        );
      })}
      {!may && <p className={styles.text}>{lacksPermission('providers:write')}</p>}
      {change.isError && <ProblemMessage error={change.error} title="It was not switched" />}
    </Card>
  );
}
