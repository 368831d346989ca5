import { Button } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { getMailServer } from '#contract/notice-channels.ts';
import { call } from '../../lib/api.ts';
import { lacksPermission, useMay } from '../../lib/use-me.ts';
import { Card, Facts } from '../../ui/card.tsx';
import { QueryStates } from '../../ui/states.tsx';
import { When } from '../../ui/when.tsx';
import { securityWords } from './words.ts';

const MailServerDialog = lazy(async () => ({ default: (await import('./dialogs.tsx')).MailServerDialog }));

/** What mails are sent by. */
export function MailServerCard() {
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
