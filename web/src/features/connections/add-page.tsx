import { MessageBar, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { addConnection } from '#contract/connection-changes.ts';
import { type Connection } from '#contract/connections.ts';
import { ConnectionKind } from '#model/connection.ts';
import { call } from '../../lib/api.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { lacksPermission, useMe } from '../../lib/use-me.ts';
import { Page } from '../../ui/page.tsx';
import { useProved } from '../../ui/proof.tsx';
import { Empty } from '../../ui/states.tsx';
import { AddConnectionForm } from './add-connection-form.tsx';
import { bodyOf, type Entries, emptyForm } from './add-form.ts';
import { KindChoice } from './add-kind.tsx';
import { LeaveGuard } from './add-leave-guard.tsx';
import { AddResult } from './add-result.tsx';
import { crumbsFrom } from './crumbs.ts';

type ConnectionData = z.infer<typeof Connection>;
type Typed = Readonly<Partial<Record<ConnectionKind, Entries>>>;

const useStyles = makeStyles({
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, width: 'min(720px, 100%)' },
  wrap: { whiteSpace: 'normal' },
});

const isKind = (text: string | undefined): text is ConnectionKind => ConnectionKind.options.some((each) => each === text);

/** Connects an account: kind, settings, secrets, then what every check said. */
export function AddConnectionPage() {
  const styles = useStyles();
  const me = useMe();
  const [search] = useUrlState();
  const [added, setAdded] = useState<ConnectionData>();
  return (
    <Page title="Add a connection" area="Settings" crumbs={crumbsFrom(search['from'])}>
      {me?.permissions.includes('connections:write') === false ? (
        <Empty title="You cannot add connections">{lacksPermission('connections:write')}</Empty>
      ) : (
        <div className={styles.column}>
          {added === undefined ? (
            <Adding sandbox={me?.sandbox === true} onAdded={setAdded} />
          ) : (
            <AddResult
              connectionId={added.id}
              added={added}
              onAnother={() => {
                setAdded(undefined);
              }}
            />
          )}
        </div>
      )}
    </Page>
  );
}

function Adding({ sandbox, onAdded }: { readonly sandbox: boolean; readonly onAdded: (connection: ConnectionData) => void }) {
  const styles = useStyles();
  const client = useQueryClient();
  const proved = useProved();
  const [search, change] = useUrlState();
  const kind = isKind(search['kind']) ? search['kind'] : 'partnerCenter';
  const [typed, setTyped] = useState<Typed>({});
  const entries = typed[kind] ?? emptyForm(kind);
  const add = useMutation({
    mutationFn: () => proved(() => call(addConnection, { body: bodyOf(kind, entries) })),
    gcTime: 0, // nothing of the secrets is kept once the server has them
    onSuccess: async (connection) => {
      setTyped({});
      await client.invalidateQueries();
      onAdded(connection);
    },
  });
  return (
    <>
      {sandbox && kind !== 'distributorFile' && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody className={styles.wrap}>
            This installation is a sandbox: it reaches simulated accounts only. To connect real ones, start another with{' '}
            <code>CONCORD_SANDBOX=off</code> and its own <code>CONCORD_DATA_DIR</code>.
          </MessageBarBody>
        </MessageBar>
      )}
      <KindChoice
        kind={kind}
        onKind={(next) => {
          add.reset();
          change({ kind: next }, 'replace');
        }}
      />
      <AddConnectionForm
        key={kind}
        kind={kind}
        entries={entries}
        error={add.error}
        isBusy={add.isPending}
        onEntries={(next) => {
          setTyped({ ...typed, [kind]: next });
        }}
        onSend={() => {
          if (!add.isPending) add.mutate();
        }}
      />
      <LeaveGuard isDirty={Object.keys(typed).length > 0} />
    </>
  );
}
