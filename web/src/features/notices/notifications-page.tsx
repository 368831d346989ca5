import { Button } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { getMailServer, listNoticeChannels } from '#contract/notice-channels.ts';
import { call } from '../../lib/api.ts';
import { lacksPermission, useMay } from '../../lib/use-me.ts';
import { Card, Facts } from '../../ui/card.tsx';
import { Page } from '../../ui/page.tsx';
import { SettingsTabs } from '../../ui/settings-tabs.tsx';
import { Empty, QueryStates } from '../../ui/states.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { When } from '../../ui/when.tsx';
import { ChannelsTable } from './channels-table.tsx';
import { MutedCard } from './muted-card.tsx';
import { securityWords } from './words.ts';

const AddChannelDialog = lazy(async () => ({ default: (await import('./add-channel-dialog.tsx')).AddChannelDialog }));
const MailServerDialog = lazy(async () => ({ default: (await import('./mail-server-dialog.tsx')).MailServerDialog }));

/** Where notices go besides the browser. */
export function NotificationsPage() {
  return (
    <Page title="Notifications" area="Settings">
      <SettingsTabs />
      <Channels />
      <MutedCard />
      <MailServerCard />
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

function MailServerCard() {
  const may = useMay('connections:write');
  const [setting, setSetting] = useState(false);
  const query = useQuery({ queryKey: [getMailServer.id], queryFn: ({ signal }) => call(getMailServer, { signal }) });
  return (
    <Card
      title="Mail server"
      action={
        <Button
          disabled={!may || query.data === undefined}
          {...(!may && { title: lacksPermission('connections:write') })}
          onClick={() => {
            setSetting(true);
          }}
        >
          {query.data?.server == null ? 'Set it…' : 'Change it…'}
        </Button>
      }
    >
      <QueryStates query={query} rows={3}>
        {({ server, toSandbox }) => (
          <>
            {toSandbox && (
              <p style={{ margin: 0 }}>
                In the sandbox every mail goes to its own mailbox, whatever server is set: nobody outside gets one. They are listed at the
                sandbox&apos;s control, below /_control/mails.
              </p>
            )}
            {server === null ? (
              <p style={{ margin: 0 }}>None is set{toSandbox ? '.' : ', so nothing is mailed: neither notices nor consent links.'}</p>
            ) : (
              <Facts
                facts={[
                  ['Server', `${server.host}:${server.port}`],
                  ['Encryption', securityWords[server.security]],
                  ['User name', server.userName ?? 'none'],
                  ['Password', server.passwordSet ? 'set' : 'none'],
                  ['Sender', server.sender],
                  ['Set by', server.changedBy],
                  ['Set', <When key="at" at={server.changedAt} />],
                ]}
              />
            )}
            <Suspense>
              {setting && (
                <MailServerDialog
                  server={server}
                  onClose={() => {
                    setSetting(false);
                  }}
                />
              )}
            </Suspense>
          </>
        )}
      </QueryStates>
    </Card>
  );
}
