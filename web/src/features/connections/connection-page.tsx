import { makeStyles, Tab, TabList, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import { sideOf, writeKindsOf } from '#model/connection.ts';
import { usePathPart, useUrlState } from '../../lib/url-state.ts';
import { Page } from '../../ui/page.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { QueryStates } from '../../ui/states.tsx';
import { connectionWords } from '../../ui/words.ts';
import { ChangeName } from './change-name.tsx';
import { type ConnectionData, ConnectionFacts } from './connection-facts.tsx';
import { crumbsFrom } from './crumbs.ts';
import { Probes } from './probes.tsx';
import { connectionQuery } from './queries.ts';
import { SyncConnection } from './sync-connection.tsx';
import {
  CallsCard,
  ConnectionProblems,
  ConnectionRuns,
  ConsentCard,
  DangerZone,
  FeaturesCard,
  FeedsCard,
  FilesCard,
  ProviderCard,
  PurposesCard,
  ReplaceSecrets,
  SignInEnds,
  WriteConsentCard,
  WriteSwitch,
} from './tabs.ts';

const tabs = {
  overview: 'Overview',
  authentication: 'Authentication',
  data: 'Data',
  feeds: 'Changes',
  calls: 'Limits and log',
  settings: 'Settings',
  danger: 'Danger zone',
};
type TabName = keyof typeof tabs;
const isTab = (text: string | undefined): text is TabName => text !== undefined && text in tabs;

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 420px), 1fr))',
    gap: tokens.spacingHorizontalL,
    alignItems: 'start',
  },
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingHorizontalL, minWidth: 0 },
  tabs: { flexWrap: 'wrap', flexShrink: 0 },
});

export function ConnectionPage() {
  const styles = useStyles();
  const connectionId = usePathPart('connectionId');
  const [search, change] = useUrlState();
  const query = useQuery(connectionQuery(connectionId));
  const tab = isTab(search['tab']) ? search['tab'] : 'overview';
  return (
    <Page
      title={query.data?.name ?? 'Connection'}
      area="Settings"
      crumbs={crumbsFrom(search['from'])}
      facts={query.data === undefined ? undefined : <StateBadge state={connectionWords[query.data.state]} />}
      actions={query.data?.kind !== 'distributorFile' && <SyncConnection connectionId={connectionId} />}
    >
      <TabList
        className={styles.tabs}
        selectedValue={tab}
        onTabSelect={(_, { value }) => {
          change({ tab: value === 'overview' ? undefined : String(value) });
        }}
      >
        {Object.entries(tabs)
          .filter(([name]) => isOffered(name, query.data?.kind))
          .map(([name, title]) => (
            <Tab key={name} value={name}>
              {title}
            </Tab>
          ))}
      </TabList>
      <QueryStates query={query}>
        {(connection) => (
          <Suspense>
            {connection.signInAlarm !== null && <SignInEnds connection={connection} />}
            <TabBody tab={tab} connection={connection} />
          </Suspense>
        )}
      </QueryStates>
    </Page>
  );
}

/** Changes are told by Microsoft only; where files are uploaded, nobody signs in and nothing is called. */
const isOffered = (tab: string, kind: ConnectionData['kind'] | undefined): boolean =>
  kind === 'distributorFile' ? !['authentication', 'feeds', 'calls'].includes(tab) : tab !== 'feeds' || kind === 'partnerCenter';

function SettingsTab({ connection }: { readonly connection: ConnectionData }) {
  const styles = useStyles();
  return (
    <div className={styles.columns}>
      {connection.kind === 'partnerCenter' && (
        <div className={styles.column}>
          <ProviderCard connectionId={connection.id} />
        </div>
      )}
      <div className={styles.column}>
        <ChangeName connection={connection} />
        {connection.side === 'distributor' && <PurposesCard connection={connection} />}
        {writeKindsOf[sideOf[connection.kind]].length > 0 && <WriteSwitch connection={connection} />}
      </div>
    </div>
  );
}

/** What a tab shows. All but the first come when they are opened: most visits only ask how the connection is. */
function TabBody({ tab, connection }: { readonly tab: TabName; readonly connection: ConnectionData }) {
  const styles = useStyles();
  switch (tab) {
    case 'overview':
      return (
        <div className={styles.columns}>
          <div className={styles.column}>
            {connection.kind === 'distributorFile' ? <FilesCard connection={connection} /> : <Probes connectionId={connection.id} />}
          </div>
          <div className={styles.column}>
            <ConnectionFacts connection={connection} />
            {connection.kind === 'partnerCenter' && <FeaturesCard connectionId={connection.id} />}
          </div>
        </div>
      );
    case 'authentication':
      return (
        <div className={styles.columns}>
          {connection.kind === 'partnerCenter' && (
            <div className={styles.column}>
              <ConsentCard connection={connection} />
              <WriteConsentCard connection={connection} />
            </div>
          )}
          <div className={styles.column}>
            <ReplaceSecrets connection={connection} />
          </div>
        </div>
      );
    case 'data':
      return (
        <div className={styles.column}>
          <ConnectionProblems connectionId={connection.id} />
          <ConnectionRuns connectionId={connection.id} />
        </div>
      );
    case 'feeds':
      return <FeedsCard connectionId={connection.id} />;
    case 'calls':
      return <CallsCard connectionId={connection.id} />;
    case 'settings':
      return <SettingsTab connection={connection} />;
    case 'danger':
      return <DangerZone connection={connection} />;
  }
}
