import { Button, MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useUrlState } from '../../../lib/url-state.ts';
import { lacksPermission, useMay } from '../../../lib/use-me.ts';
import { Facts } from '../../../ui/card.tsx';
import { CopyText } from '../../../ui/copy-text.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { StateBadge } from '../../../ui/state-badge.tsx';
import { TextLink } from '../../../ui/text-link.tsx';
import { When } from '../../../ui/when.tsx';
import { ActDialog } from './act-dialog.tsx';
import { InvitationDialog } from './invitation-dialog.tsx';
import { type Expected, partnerAccountsQuery } from './queries.ts';
import { type Act, actsOf, actWords, expectedWords, originWords } from './words.ts';

export type ExpectedPanelProps = { readonly expected: Expected; readonly onClose: () => void };

/** One expected customer: how far its invitation is, and what can be decided about it. */
export function ExpectedPanel({ expected, onClose }: ExpectedPanelProps) {
  const [search, change] = useUrlState();
  const may = useMay('customers:write');
  const [act, setAct] = useState<Act>();
  const isInviting = search['ask'] === 'invite' && may;
  const ask = (invite: boolean) => {
    change({ ask: invite ? 'invite' : undefined }, 'replace');
  };
  const mayInvite = expected.state === 'waiting' || expected.state === 'expired';
  return (
    <>
      <Panel
        title={expected.name}
        onClose={onClose}
        footer={
          may ? (
            <>
              {mayInvite && (
                <Button
                  appearance="primary"
                  onClick={() => {
                    ask(true);
                  }}
                >
                  {expected.sentAt === null ? 'Invite' : 'Remind'}
                </Button>
              )}
              {actsOf[expected.state].map((each) => (
                <Button
                  key={each}
                  onClick={() => {
                    setAct(each);
                  }}
                >
                  {actWords[each].button}
                </Button>
              ))}
            </>
          ) : (
            <span>{lacksPermission('customers:write')}</span>
          )
        }
      >
        <ExpectedMessage expected={expected} />
        <ExpectedFacts expected={expected} />
      </Panel>
      {isInviting && mayInvite && (
        <InvitationDialog
          expected={expected}
          onClose={() => {
            ask(false);
          }}
        />
      )}
      {act !== undefined && (
        <ActDialog
          act={act}
          expected={expected}
          onClose={() => {
            setAct(undefined);
          }}
        />
      )}
    </>
  );
}

const useAccountName = (id: string | null): string =>
  useQuery(partnerAccountsQuery).data?.find((each) => each.id === id)?.name ?? 'another account';

/** What a person should do now, if anything. */
function ExpectedMessage({ expected }: { readonly expected: Expected }) {
  const invitedBy = useAccountName(expected.connectionId);
  const joinedAt = useAccountName(expected.joinedConnectionId);
  const bar = (intent: 'info' | 'warning', title: string, text: string) => (
    <MessageBar intent={intent} layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{title}</MessageBarTitle> {text}
      </MessageBarBody>
    </MessageBar>
  );
  if (expected.state === 'joinedElsewhere')
    return bar(
      'warning',
      'It accepted the link of another account',
      `${invitedBy} invited it, and it is a customer of ${joinedAt} now. Send the right link, or link it to the customer that came.`,
    );
  if (expected.shouldRemind) return bar('info', 'Nobody answered for a week', 'A reminder makes a new link; the one before stops working.');
  if (expected.state === 'waiting' && expected.acceptedAt !== null)
    return bar('info', 'Accepted by one of us', 'It joins with the next sync.');
  return null;
}

function ExpectedFacts({ expected }: { readonly expected: Expected }) {
  const account = useAccountName(expected.connectionId);
  const when = (at: string | null) => (at === null ? undefined : <When at={at} />);
  const copied = (text: string) => (text === '' ? undefined : <CopyText text={text} />);
  return (
    <Facts
      facts={[
        ['State', <StateBadge key="state" state={expectedWords[expected.state]} />],
        [
          'Customer',
          expected.customerId === null ? undefined : (
            <TextLink key="customer" to={`/customers/${expected.customerId}`}>
              Open the customer
            </TextLink>
          ),
        ],
        ['Partner Center account', account],
        ['Domain', copied(expected.domain)],
        ['Tenant id', copied(expected.tenantId)],
        ['E-mail', copied(expected.email)],
        ['Country', expected.country === '' ? undefined : expected.country],
        ['Reseller (MPN)', expected.resellerMpn === '' ? undefined : expected.resellerMpn],
        ['Note', expected.note === '' ? undefined : expected.note],
        ['Origin', `${originWords[expected.origin]}${expected.createdBy === '' ? '' : `, ${expected.createdBy}`}`],
        ['Added', when(expected.createdAt)],
        ['Invitation sent', when(expected.sentAt)],
        ['Opened', when(expected.openedAt)],
        ['Accepted', expected.acceptedAt === null ? undefined : <Accepted key="accepted" expected={expected} />],
        ['Open until', when(expected.expiresAt)],
        ['Reminders', expected.sentAt === null ? undefined : expected.reminders],
      ]}
    />
  );
}

const Accepted = ({ expected }: { readonly expected: Expected }) => (
  <>
    <When at={expected.acceptedAt} /> by {expected.acceptedBy}
  </>
);
