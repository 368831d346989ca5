import { Dropdown, Option } from '@fluentui/react-components';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getLossMeter } from '#contract/loss-meter.ts';
import { call } from '../../lib/api.ts';
import { plural } from '../../lib/format.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { Card } from '../../ui/card.tsx';
import { Page } from '../../ui/page.tsx';
import { ReconciliationTabs } from '../../ui/reconciliation-tabs.tsx';
import { Empty, QueryStates } from '../../ui/states.tsx';
import { When } from '../../ui/when.tsx';
import { LossBars } from './loss-bars.tsx';
import { LossTable } from './loss-table.tsx';
import { LossTotals } from './loss-totals.tsx';

const waysToGather = { customer: 'By customer', product: 'By product' } as const;
type By = keyof typeof waysToGather;

/** Where money goes each month, in both directions: bought and not billed, billed and not bought. */
export function LossMeterPage() {
  const [search, change] = useUrlState();
  const by: By = search['by'] === 'product' ? 'product' : 'customer';
  const query = useQuery({
    queryKey: [getLossMeter.id, by],
    queryFn: ({ signal }) => call(getLossMeter, { query: { by, limit: 100 }, signal }),
    placeholderData: keepPreviousData,
  });
  return (
    <Page
      title="Loss meter"
      area="Reconciliation"
      actions={
        <Dropdown
          aria-label="Gather"
          value={waysToGather[by]}
          selectedOptions={[by]}
          onOptionSelect={(_, { optionValue }) => {
            change({ by: optionValue === 'customer' ? undefined : optionValue });
          }}
        >
          {Object.entries(waysToGather).map(([value, word]) => (
            <Option key={value} value={value}>
              {word}
            </Option>
          ))}
        </Dropdown>
      }
    >
      <ReconciliationTabs />
      <QueryStates query={query}>
        {(meter) => (
          <>
            <LossTotals meter={meter} />
            {meter.rows.length === 0 ? (
              <Empty title="Nothing is lost">What is bought is billed, seat by seat.</Empty>
            ) : (
              <>
                <LossBars rows={meter.rows} />
                <Card title="The numbers">
                  <LossTable rows={meter.rows} by={by} />
                  {meter.more > 0 && <span>And {plural(meter.more, 'more row')}, which are in the sums above.</span>}
                </Card>
              </>
            )}
            <span>
              Read <When at={meter.at} age />. Money is what the seats are billed for, so it tells no cost.
            </span>
          </>
        )}
      </QueryStates>
    </Page>
  );
}
