import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { SubscriptionDetail } from '#contract/subscriptions.ts';
import { formatNumber } from '../../lib/format.ts';
import { AsOf } from '../../ui/as-of.tsx';
import { Card, Facts } from '../../ui/card.tsx';
import { CopyText } from '../../ui/copy-text.tsx';
import { Panel, type PanelProps } from '../../ui/panel.tsx';
import { SmallTable } from '../../ui/small-table.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { QueryStates } from '../../ui/states.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Day, When } from '../../ui/when.tsx';
import { fieldWordOf, subscriptionWords, valueText } from '../../ui/words.ts';
import { subscriptionQuery } from './queries.ts';

export type SubscriptionPanelProps = Pick<PanelProps, 'onClose' | 'onNext' | 'onPrevious'> & { readonly id: string };

/** One subscription: its facts, and every change we saw. */
export function SubscriptionPanel({ id, ...steps }: SubscriptionPanelProps) {
  const query = useQuery(subscriptionQuery(id));
  return (
    <Panel title={query.data?.offerName ?? 'Subscription'} {...steps}>
      <QueryStates query={query}>
        {(subscription) => (
          <>
            <SubscriptionFacts subscription={subscription} />
            <History subscription={subscription} />
          </>
        )}
      </QueryStates>
    </Panel>
  );
}

type Props = { readonly subscription: z.infer<typeof SubscriptionDetail> };

function SubscriptionFacts({ subscription }: Props) {
  return (
    <Facts
      facts={[
        ['Status', <StateBadge key="status" state={subscriptionWords[subscription.status]} />],
        [
          'Customer',
          <TextLink key="customer" to={`/customers/${subscription.customerId}`}>
            {subscription.customerName}
          </TextLink>,
        ],
        ['Quantity', subscription.isUsage ? 'By use' : formatNumber(subscription.seats)],
        ['Term', subscription.termLabel],
        ['Trial', subscription.isTrial ? 'Yes' : undefined],
        ['Renews itself', subscription.autoRenew ? 'Yes' : 'No'],
        ['Started', <Day key="starts" on={subscription.startsOn} />],
        ['Renews or ends', <Day key="ends" on={subscription.endsOn} />],
        ['Can be cancelled until', subscription.cancelUntil === null ? undefined : <When key="cancel" at={subscription.cancelUntil} />],
        ['Subscription id', <CopyText key="remote" text={subscription.remoteId} />],
        ['Product and SKU', <CopyText key="sku" text={`${subscription.productId}:${subscription.skuId}`} />],
        ['Read from Microsoft', <AsOf key="read" of={subscription} />],
      ]}
    />
  );
}

function History({ subscription }: Props) {
  const changes = subscription.history.flatMap(({ at, cause, changes: fields }) =>
    Object.entries(fields).map(([field, { before, after }]) => ({ at, cause, field, before, after })),
  );
  return (
    <Card title="Changes">
      {changes.length === 0 ? (
        <p>Nothing has changed since the first sync.</p>
      ) : (
        <SmallTable
          label="Changes of this subscription"
          rows={changes}
          rowId={(row) => `${row.at} ${row.field}`}
          columns={[
            { title: 'Seen', cell: (row) => <When at={row.at} /> },
            { title: 'What', cell: (row) => fieldWordOf(row.field) },
            { title: 'Before', cell: (row) => valueText(row.before) },
            { title: 'After', cell: (row) => valueText(row.after) },
          ]}
        />
      )}
    </Card>
  );
}
