import { makeStyles, Tab, TabList, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { Connection } from '#contract/connections.ts';
import { sideOf, writeKindsOf } from '#model/connection.ts';
import { usePathPart, useUrlState } from '../../lib/url-state.ts';
import { Card, Facts } from '../../ui/card.tsx';
import { CopyText } from '../../ui/copy-text.tsx';
import { Page } from '../../ui/page.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { QueryStates } from '../../ui/states.tsx';
import { When } from '../../ui/when.tsx';
import { connectionKindWords, connectionWords, reasonWords, sideWordOf } from '../../ui/words.ts';
import { choiceWords } from './add-words.ts';
import { ChangeName } from './change-name.tsx';
import { ConnectionProblems } from './connection-problems.tsx';
import { ConnectionRuns } from './connection-runs.tsx';
import { countsText } from './connections-page.tsx';
import { Probes } from './probes.tsx';
import { connectionQuery } from './queries.ts';
import { ReplaceSecrets } from './replace-secrets.tsx';
import { SyncConnection } from './sync-connection.tsx';
import { settingWordOf } from './words.ts';
import { WriteSwitch } from './write-switch.tsx';

type ConnectionData = z.infer<typeof Connection>;

const tabs = { overview: 'Overview', data: 'Data read', problems: 'Problems' };
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
});

export function ConnectionPage() {
  const connectionId = usePathPart('connectionId');
  const [search, change] = useUrlState();
  const query = useQuery(connectionQuery(connectionId));
  const tab = isTab(search['tab']) ? search['tab'] : 'overview';
  return (
    <Page
      title={query.data?.name ?? 'Connection'}
      area="Settings"
      crumbs={[{ title: 'Connections', to: '/settings/connections' }]}
      facts={query.data === undefined ? undefined : <StateBadge state={connectionWords[query.data.state]} />}
      actions={<SyncConnection connectionId={connectionId} />}
    >
      <TabList
        selectedValue={tab}
        onTabSelect={(_, { value }) => {
          change({ tab: value === 'overview' ? undefined : String(value) });
        }}
      >
        {Object.entries(tabs).map(([name, title]) => (
          <Tab key={name} value={name}>
            {title}
          </Tab>
        ))}
      </TabList>
      <QueryStates query={query}>{(connection) => <TabBody tab={tab} connection={connection} />}</QueryStates>
    </Page>
  );
}

function TabBody({ tab, connection }: { readonly tab: TabName; readonly connection: ConnectionData }) {
  const styles = useStyles();
  switch (tab) {
    case 'overview':
      return (
        <div className={styles.columns}>
          <div className={styles.column}>
            <Probes connectionId={connection.id} />
          </div>
          <div className={styles.column}>
            <ConnectionFacts connection={connection} />
            <ReplaceSecrets connection={connection} />
            {writeKindsOf[sideOf[connection.kind]].length > 0 && <WriteSwitch connection={connection} />}
            <ChangeName connection={connection} />
          </div>
        </div>
      );
    case 'data':
      return <ConnectionRuns connectionId={connection.id} />;
    case 'problems':
      return <ConnectionProblems connectionId={connection.id} />;
  }
}

function ConnectionFacts({ connection }: { readonly connection: ConnectionData }) {
  const settings = Object.entries(connection.settings).filter(([name]) => name !== 'kind');
  return (
    <Card title="Key facts">
      <Facts
        facts={[
          ['Kind', `${connectionKindWords[connection.kind]} (${sideWordOf(connection.side)})`],
          ['Why', connection.reason === null ? undefined : reasonWords[connection.reason]],
          ['Last read', <When key="last" at={connection.lastSuccessAt} age />],
          ['Consent ends', connection.consentEndsAt === null ? undefined : <When key="consent" at={connection.consentEndsAt} />],
          ['Read so far', countsText(connection.counts)],
          ['Account there', <CopyText key="identity" text={connection.identity} />],
          ...settings.map(([name, value]) => [settingWordOf(name), choiceWords[String(value)] ?? String(value)] as const),
        ]}
      />
    </Card>
  );
}
