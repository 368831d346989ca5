import { makeStyles, ToggleButton, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { listImportRows } from '#contract/customer-plans.ts';
import { formatNumber } from '../../../lib/format.ts';
import { useUrlState, wordsIn } from '../../../lib/url-state.ts';
import { useList } from '../../../lib/use-list.ts';
import { FilterBar } from '../../../ui/filter-bar.tsx';
import { ListPage } from '../../../ui/list-page.tsx';
import type { Column } from '../../../ui/list-types.ts';
import { StateBadge } from '../../../ui/state-badge.tsx';
import { Empty } from '../../../ui/states.tsx';
import { TextLink } from '../../../ui/text-link.tsx';
import { ImportBar } from './import-bar.tsx';
import { type Action, actionWords, type CustomerPlanShape, type Tenant } from './words.ts';

const useStyles = makeStyles({ counts: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, flexShrink: 0 } });

const columns: readonly Column<Tenant>[] = [
  {
    id: 'name',
    title: 'Tenant',
    grow: 3,
    min: 170,
    card: 'heading',
    cell: (row) =>
      row.customerId === null || row.action === 'conflict' ? (
        row.name
      ) : (
        <TextLink to={`/customers/${row.customerId}`} tabIndex={-1}>
          {row.name}
        </TextLink>
      ),
  },
  { id: 'domain', title: 'Domain', grow: 2, min: 140, cell: (row) => row.domain },
  { id: 'action', title: 'Becomes', grow: 1, min: 125, cell: (row) => <StateBadge state={actionWords[row.action]} /> },
  {
    id: 'because',
    title: 'Why',
    grow: 5,
    min: 220,
    card: 'bare',
    cell: (row) =>
      row.action === 'conflict' && row.customerId !== null ? (
        <TextLink to={`/customers/${row.customerId}`} tabIndex={-1}>
          {row.because}
        </TextLink>
      ) : (
        row.because || '–'
      ),
  },
  { id: 'reseller', title: 'Reseller', grow: 2, min: 120, cell: (row) => row.resellerName || row.resellerMpn || '–' },
];

const actions = Object.keys(actionWords) as Action[]; // keys of a complete record

/** Every tenant of the account and what becomes of it; counts are filters, some can be chosen, those on hold get their reseller. */
export function ImportRows({ plan }: { readonly plan: CustomerPlanShape }) {
  const styles = useStyles();
  const [search, change] = useUrlState();
  const { q, action } = search;
  const list = useList(listImportRows, { q, action }, { params: { id: plan.id } });
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const chosen = list.rows.filter(({ tenantId }) => selected.has(tenantId));
  const shown = wordsIn(action, actions);
  const clear = () => {
    setSelected(new Set());
  };
  return (
    <>
      <div className={styles.counts} role="group" aria-label="What becomes of the tenants">
        {actions
          .filter((each) => (plan.counts?.[each] ?? 0) > 0)
          .map((each) => (
            <ToggleButton
              key={each}
              size="small"
              checked={shown.includes(each)}
              onClick={() => {
                const next = shown.includes(each) ? shown.filter((other) => other !== each) : [...shown, each];
                change({ action: next.length === 0 ? undefined : next.join(',') });
              }}
            >
              {actionWords[each].word} {formatNumber(plan.counts?.[each] ?? 0)}
            </ToggleButton>
          ))}
      </div>
      <FilterBar placeholder="Filter by name, domain or tenant id" />
      {chosen.length > 0 && plan.state === 'previewed' && <ImportBar plan={plan} rows={chosen} onClear={clear} />}
      <ListPage
        label="Tenants of the account"
        things="tenants"
        list={list}
        columns={columns}
        rowId={(row) => row.tenantId}
        rowName={(row) => row.name}
        isFiltered={q !== undefined || action !== undefined}
        onClearFilters={() => {
          change({ q: undefined, action: undefined });
        }}
        {...(plan.state === 'previewed' && plan.jobId === null && { selected, onSelect: setSelected })}
        empty={<Empty title="The account has no customers yet">There is nothing to import.</Empty>}
      />
    </>
  );
}
