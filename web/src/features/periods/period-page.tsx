import { Button, MessageBar, MessageBarBody, MessageBarTitle, Tooltip } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { ExportFormat, exportPeriod } from '#contract/evidence.ts';
import { addressOf } from '../../lib/api.ts';
import { formatMonth } from '../../lib/format.ts';
import { usePathPart } from '../../lib/url-state.ts';
import { lacksPermission, useMay } from '../../lib/use-me.ts';
import { Download } from '../../ui/download.tsx';
import { Page } from '../../ui/page.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { QueryStates } from '../../ui/states.tsx';
import { fileWords } from '../../ui/words.ts';
import { Checks, ControlTotals, InvoiceTotals, SignOffs } from './period-parts.tsx';
import { type Month, periodQuery } from './queries.ts';
import { periodStates } from './words.ts';

const MissingBooksBar = lazy(async () => ({ default: (await import('../../ui/missing-books-bar.tsx')).MissingBooksBar }));
const ClosingDialog = lazy(async () => ({ default: (await import('./closing-dialog.tsx')).ClosingDialog }));

const crumbs = [
  { title: 'Reconciliation', to: '/reconciliation' },
  { title: 'Months', to: '/reconciliation/periods' },
];

/** One month: what stands in the way of closing it, whether the money adds up, and its evidence. */
export function PeriodPage() {
  const month = usePathPart('month');
  const query = useQuery(periodQuery(month));
  const { data } = query;
  return (
    <Page
      title={formatMonth(month)}
      area="Reconciliation"
      crumbs={crumbs}
      facts={data !== undefined && <StateBadge state={periodStates[data.state]} />}
      actions={data !== undefined && <Actions period={data} />}
    >
      <QueryStates query={query}>
        {(period) => (
          <>
            {period.changedSince && <Changed />}
            <Suspense>
              <MissingBooksBar of={['costs', 'invoices', 'prices']} />
            </Suspense>
            <Checks period={period} />
            <ControlTotals period={period} />
            {period.invoices.length > 0 && <InvoiceTotals period={period} />}
            <SignOffs period={period} />
          </>
        )}
      </QueryStates>
    </Page>
  );
}

function Changed() {
  return (
    <MessageBar intent="warning" layout="multiline" style={{ flexShrink: 0 }}>
      <MessageBarBody>
        <MessageBarTitle>Something moved since this month was signed off</MessageBarTitle> What was signed stays as it was. Reopen the month
        to take in what is new.
      </MessageBarBody>
    </MessageBar>
  );
}

function Actions({ period }: { readonly period: Month }) {
  const [act, setAct] = useState<'signOff' | 'reopen'>();
  const may = useMay('corrections:apply');
  const next = period.state === 'open' ? 'signOff' : 'reopen';
  const files = ExportFormat.options.map((format) => ({
    word: fileWords[format],
    href: addressOf(exportPeriod, { params: { month: period.month }, query: { format } }),
  }));
  const button = (
    <Button
      appearance={next === 'signOff' ? 'primary' : 'secondary'}
      disabledFocusable={!may}
      onClick={() => {
        if (may) setAct(next);
      }}
    >
      {next === 'signOff' ? `Close ${formatMonth(period.month)}` : 'Reopen'}
    </Button>
  );
  return (
    <>
      <Download text="Evidence" files={files} />
      {may ? (
        button
      ) : (
        <Tooltip content={lacksPermission('corrections:apply')} relationship="description">
          {button}
        </Tooltip>
      )}
      {act !== undefined && (
        <Suspense>
          <ClosingDialog
            period={period}
            act={act}
            onClose={() => {
              setAct(undefined);
            }}
          />
        </Suspense>
      )}
    </>
  );
}
