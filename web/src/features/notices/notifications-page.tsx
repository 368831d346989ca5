import { Button } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { listNoticeChannels } from '#contract/notice-channels.ts';
import { call } from '../../lib/api.ts';
import { lacksPermission, useMay } from '../../lib/use-me.ts';
import { Card } from '../../ui/card.tsx';
import { Page } from '../../ui/page.tsx';
import { SettingsTabs } from '../../ui/settings-tabs.tsx';
import { Empty, QueryStates } from '../../ui/states.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { ChannelsTable } from './channels-table.tsx';

const AddChannelDialog = lazy(async () => ({ default: (await import('./dialogs.tsx')).AddChannelDialog }));
const OtherCards = lazy(async () => ({ default: (await import('./other-cards.tsx')).OtherCards }));

/** Where notices go besides the browser. */
export function NotificationsPage() {
  return (
    <Page title="Notifications" area="Settings">
      <SettingsTabs />
      <Channels />
      <Suspense>
        <OtherCards />
      </Suspense>
    </Page>
  );
}

function Channels() {
  const may = useMay('connections:write');
  const [adding, setAdding] = useState(false);
  const query = useQuery({ queryKey: [listNoticeChannels.id], queryFn: ({ signal }) => call(listNoticeChannels, { signal }) });
  const add = (
    <Button
      appearance="primary"
      disabled={!may}
      {...(!may && { title: lacksPermission('connections:write') })}
      onClick={() => {
        setAdding(true);
      }}
    >
      Add a channel…
    </Button>
  );
  return (
    <Card title="Notices go to" action={query.data !== undefined && query.data.data.length > 0 && add}>
      <p style={{ margin: 0 }}>
        Everything that is told stands in <TextLink to="/activity?tab=notices">Activity, Notices</TextLink>. A channel gets it too, as it
        happens or once a day.
      </p>
      {query.data !== undefined && (
        <p style={{ margin: 0 }}>
          <span>{`The daily digest goes out at ${query.data.digest.at} (${query.data.digest.timeZone}), if anything happened.`}</span>{' '}
          <TextLink to="/settings/reconciliation">Change its time</TextLink>
        </p>
      )}
      <QueryStates query={query}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty title="Only here" actions={add}>
              Add a mailbox, Teams, Slack or a webhook, so that an ending sign-in or a failing check is seen by whoever does not look here
              each day.
            </Empty>
          ) : (
            <ChannelsTable channels={data} />
          )
        }
      </QueryStates>
      <Suspense>
        {adding && (
          <AddChannelDialog
            onClose={() => {
              setAdding(false);
            }}
          />
        )}
      </Suspense>
    </Card>
  );
}
