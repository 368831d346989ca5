import { makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { Connection } from '#contract/connections.ts';
import { plural } from '../../lib/format.ts';
import { useMay } from '../../lib/use-me.ts';
import { Card, Facts } from '../../ui/card.tsx';
import { Page } from '../../ui/page.tsx';
import { SettingsTabs } from '../../ui/settings-tabs.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Empty, QueryStates } from '../../ui/states.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { When } from '../../ui/when.tsx';
import { connectionKindWords, connectionWords, reasonWords, sideWordOf } from '../../ui/words.ts';
import { countsText, WriteBadge } from './connection-words.tsx';
import { connectionsQuery } from './queries.ts';
import { alarmWords } from './words.ts';

type ConnectionData = z.infer<typeof Connection>;

const useStyles = makeStyles({
  grid: { display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 360px), 1fr))', gap: tokens.spacingHorizontalL },
});

export function ConnectionsPage() {
  const styles = useStyles();
  const query = useQuery(connectionsQuery);
  return (
    <Page title="Connections" area="Settings" actions={query.data !== undefined && query.data.data.length > 0 && <AddLink />}>
      <SettingsTabs />
      <TextLink to="/settings/connections/errors">What Microsoft&apos;s codes mean</TextLink>
      <QueryStates query={query}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty title="Nothing is connected yet" actions={<AddLink />}>
              Connect a Partner Center account, a distributor and your PSA. Each starts read-only: nothing is written anywhere until you
              turn writing on.
            </Empty>
          ) : (
            <div className={styles.grid}>
              {data.map((connection) => (
                <ConnectionCard key={connection.id} connection={connection} />
              ))}
            </div>
          )
        }
      </QueryStates>
    </Page>
  );
}

/** To the form; only for who may. */
function AddLink() {
  const may = useMay('connections:write');
  return may ? <TextLink to="/settings/connections/add">Add a connection</TextLink> : null;
}

function ConnectionCard({ connection }: { readonly connection: ConnectionData }) {
  return (
    <Card
      title={<TextLink to={`/settings/connections/${connection.id}`}>{connection.name}</TextLink>}
      action={<StateBadge state={connectionWords[connection.state]} />}
    >
      <Facts
        facts={[
          ['Kind', `${connectionKindWords[connection.kind]} (${sideWordOf(connection.side)})`],
          ['Why', connection.reason === null ? undefined : reasonWords[connection.reason]],
          ['Last read', <When key="last" at={connection.lastSuccessAt} age />],
          ['Read so far', countsText(connection.counts)],
          ['Sign-in', connection.signInAlarm === null ? undefined : alarmWords[connection.signInAlarm]],
          ['Writing', <WriteBadge key="write" writeKinds={connection.writeKinds} />],
          [
            'Problems',
            connection.openProblems === 0 ? undefined : (
              <TextLink key="problems" to={`/settings/connections/${connection.id}?tab=data`}>
                {plural(connection.openProblems, 'record could', 'records could')} not be read
              </TextLink>
            ),
          ],
        ]}
      />
    </Card>
  );
}
