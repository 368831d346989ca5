import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import type { z } from 'zod';
import type { LossMeter } from '#contract/loss-meter.ts';
import { formatQuantity, plural } from '../../lib/format.ts';
import { Card } from '../../ui/card.tsx';
import { Money } from '../../ui/money.tsx';
import { SmallTable } from '../../ui/small-table.tsx';

export type Meter = z.infer<typeof LossMeter>;

/** The sums, and that they add up: under-billed less over-billed is bought less billed. */
export function LossTotals({ meter }: { readonly meter: Meter }) {
  const { products, seats } = meter.withoutPrice;
  return (
    <>
      {(meter.leftOut.length > 0 || products > 0) && (
        <MessageBar intent="warning" layout="multiline" style={{ flexShrink: 0 }}>
          <MessageBarBody>
            <MessageBarTitle>Not everything is in these sums</MessageBarTitle> {meter.leftOut.join(' ')}
            {products > 0 && ` ${plural(products, 'product')} with ${formatQuantity(seats)} seats have no price.`}
          </MessageBarBody>
        </MessageBar>
      )}
      <Card title="A month, in all">
        <SmallTable
          label="A month, in all"
          rows={meter.totals}
          rowId={(row) => row.underBilled.currency}
          columns={[
            { title: 'Bought', align: 'end', cell: ({ money }) => <Money value={money.bought} /> },
            {
              title: 'Charged to us',
              align: 'end',
              cell: ({ money }) => (money.charged === null ? 'Not known' : <Money value={money.charged} />),
            },
            { title: 'Billed', align: 'end', cell: ({ money }) => <Money value={money.billed} /> },
            {
              title: 'Assigned to people',
              align: 'end',
              cell: ({ money }) => (money.assigned === null ? 'Not known' : <Money value={money.assigned} />),
            },
            { title: 'We under-bill', align: 'end', cell: ({ underBilled }) => <Money value={[underBilled]} /> },
            { title: 'We over-bill', align: 'end', cell: ({ overBilled }) => <Money value={[overBilled]} /> },
          ]}
        />
      </Card>
    </>
  );
}
