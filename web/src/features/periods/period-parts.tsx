import { plural } from '../../lib/format.ts';
import { Card, Facts } from '../../ui/card.tsx';
import { CopyText } from '../../ui/copy-text.tsx';
import { Money, NoRight } from '../../ui/money.tsx';
import { SmallTable } from '../../ui/small-table.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { When } from '../../ui/when.tsx';
import type { Month } from './queries.ts';
import { checkStates, checkWords } from './words.ts';

type PartProps = { readonly period: Month };

/** What has to be so before the month is closed; each leads to what stands in the way. */
export function Checks({ period }: PartProps) {
  const met = period.checks.filter(({ state }) => state === 'met').length;
  return (
    <Card title={`Checklist: ${met} of ${plural(period.checks.length, 'check')} met`}>
      <SmallTable
        label="Checklist"
        rows={period.checks}
        rowId={(row) => row.id}
        columns={[
          {
            title: 'Check',
            cell: (check) => <TextLink to={checkWords[check.id].to(period.month, check)}>{checkWords[check.id].title}</TextLink>,
          },
          { title: 'State', cell: ({ state }) => <StateBadge state={checkStates[state]} /> },
          { title: 'What is so', cell: ({ sentence }) => sentence },
        ]}
      />
    </Card>
  );
}

/** Every amount once: found is resolved, dismissed and open together. */
export function ControlTotals({ period }: PartProps) {
  return (
    <Card title="Control totals">
      {period.totals.length === 0 ? (
        <span>No difference of this month has money.</span>
      ) : (
        <SmallTable
          label="Control totals"
          rows={period.totals}
          rowId={(row) => `${row.currency} ${row.per}`}
          columns={[
            { title: 'Money', cell: ({ currency, per }) => `${currency}, ${per === 'month' ? 'a month' : 'once'}` },
            { title: 'Found', align: 'end', cell: ({ found }) => <Money value={found} signed /> },
            { title: 'Resolved', align: 'end', cell: ({ resolved }) => <Money value={resolved} signed /> },
            { title: 'Dismissed', align: 'end', cell: ({ dismissed }) => <Money value={dismissed} signed /> },
            { title: 'Open', align: 'end', cell: ({ open }) => <Money value={open} signed /> },
          ]}
        />
      )}
      {period.costsLeftOut && (
        <span>
          Differences whose money is a cost: <NoRight />
        </span>
      )}
    </Card>
  );
}

export function InvoiceTotals({ period }: PartProps) {
  return (
    <Card title="Provider invoices">
      <SmallTable
        label="Provider invoices"
        rows={period.invoices}
        rowId={(row) => row.currency}
        columns={[
          { title: 'Currency', cell: ({ currency }) => currency },
          { title: 'Invoices', align: 'end', cell: ({ invoices }) => invoices },
          { title: 'Their headers say', align: 'end', cell: ({ header }) => <Money value={header} /> },
          { title: 'Their lines add up to', align: 'end', cell: ({ lines }) => <Money value={lines} /> },
        ]}
      />
    </Card>
  );
}

/** Who signed what, with the hash of the frozen content; earlier ones that were reopened below. */
export function SignOffs({ period: { signOff, history } }: PartProps) {
  const all = [...(signOff === null ? [] : [signOff]), ...history];
  return all.map((each) => (
    <Card key={each.id} title={each.reopenedAt === null ? 'Signed off' : 'Signed off, then reopened'}>
      <Facts
        facts={[
          [
            'By',
            <span key="by">
              {each.by}, <When at={each.at} />
            </span>,
          ],
          ['In spite of checks not met', each.reason ?? undefined],
          ['Frozen content (SHA-256)', <CopyText key="hash" text={each.hash} />],
          [
            'Reopened',
            each.reopenedAt === null ? undefined : (
              <span key="reopened">
                {each.reopenedBy}, <When at={each.reopenedAt} />: {each.reopenReason}
              </span>
            ),
          ],
        ]}
      />
    </Card>
  ));
}
