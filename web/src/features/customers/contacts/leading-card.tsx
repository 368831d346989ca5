import { Field, MessageBar, MessageBarBody, Select } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { chooseLeadingAccount } from '#contract/contacts.ts';
import { getCustomerDetails } from '#contract/customer-details.ts';
import { leadingSentences } from '#model/leading-account.ts';
import { call } from '../../../lib/api.ts';
import { lacksPermission, useMay } from '../../../lib/use-me.ts';
import { Card } from '../../../ui/card.tsx';
import { ProblemMessage } from '../../../ui/problem-message.tsx';
import { type Contacts, contactsChanged } from './queries.ts';

export type LeadingCardProps = { readonly customerId: string; readonly contacts: Contacts };

/** Which account's billing profile speaks for a customer that several sell to: why it does, and the choice of another. */
export function LeadingCard({ customerId, contacts: { accounts, leading, leadingChoice } }: LeadingCardProps) {
  const client = useQueryClient();
  const may = useMay('customers:write');
  const choose = useMutation({
    mutationFn: (connectionId: string | null) => call(chooseLeadingAccount, { params: { id: customerId }, body: { connectionId } }),
    onSuccess: () =>
      Promise.all([client.invalidateQueries({ queryKey: [getCustomerDetails.id, customerId] }), contactsChanged(client, customerId)]),
  });
  if (leading === null) return null;
  return (
    <Card title="Leading account">
      <span>
        {leading.connectionName} speaks for the customer: the contact of its billing profile is the primary contact.{' '}
        {leadingSentences[leading.because]}
        {!may && ` ${lacksPermission('customers:write')}`}
      </span>
      {leadingChoice?.isInForce === false && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            {leadingChoice.chosenBy} chose {leadingChoice.connectionName}, which does not sell to this customer any more. It leads again
            when it does.
          </MessageBarBody>
        </MessageBar>
      )}
      {choose.isError && <ProblemMessage error={choose.error} title="The choice was not kept" />}
      <Field label="Who leads">
        <Select
          value={leadingChoice?.connectionId ?? ''}
          disabled={!may || choose.isPending}
          onChange={(_, { value }) => {
            choose.mutate(value === '' ? null : value);
          }}
        >
          <option value="">The one that sells to it for the longest</option>
          {leadingChoice?.isInForce === false && (
            <option value={leadingChoice.connectionId} disabled>
              {leadingChoice.connectionName} (does not sell to it any more)
            </option>
          )}
          {accounts
            .filter(({ sells }) => sells)
            .map(({ connectionId, connectionName }) => (
              <option key={connectionId} value={connectionId}>
                {connectionName}
              </option>
            ))}
        </Select>
      </Field>
    </Card>
  );
}
