import { MessageBar, MessageBarBody, MessageBarTitle, ToggleButton } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { accessSorts, exportAccess, listAccess } from '#contract/access.ts';
import { addressOf } from '../../lib/api.ts';
import { formatMonth } from '../../lib/format.ts';
import { useScope } from '../../lib/scope.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { useList } from '../../lib/use-list.ts';
import { CustomersTabs } from '../../ui/customers-tabs.tsx';
import { Download } from '../../ui/download.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { Frame } from '../../ui/frame.tsx';
import { ListPage } from '../../ui/list-page.tsx';
import { OpenLinkedView, SavedViews } from '../../ui/saved-views.tsx';
import { Empty } from '../../ui/states.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import type { ListOfViews } from '../../ui/view-fields.ts';
import { accessColumns, coverageColumns } from './access-columns.tsx';
import { CountsStrip } from './counts-strip.tsx';
import { countsQuery } from './queries.ts';
import { choices, viewWords } from './words.ts';

/** Only who selects needs the acts and their dialogs. */
const AccessBar = lazy(async () => ({ default: (await import('./access-bar.tsx')).AccessBar }));

const views: ListOfViews = {
  list: 'access',
  path: '/customers/access',
  fields: ['q', 'access', 'consent', 'flag', 'ready', 'disagrees', 'fit', 'endsWithin', 'endsIn', 'scope', 'sort', 'view'],
};

/** Both words of a yes-or-no filter are the same as none. */
const yesOrNo = (text: string | undefined): string | undefined => (text?.includes(',') === true ? undefined : text);

/** Who lets us in, until when, and what is missing for it. */
export const AccessPage = () => <AccessBoard isInside={false} />;

/** `isInside`: a step of the set-up; saved views and the other tabs of customers belong to the page. */
export function AccessBoard({ isInside }: { readonly isInside: boolean }) {
  const [search, change] = useUrlState();
  const scope = useScope();
  const { q, access, consent, flag, fit, endsWithin, endsIn } = search;
  const [ready, disagrees] = [yesOrNo(search['ready']), yesOrNo(search['disagrees'])];
  const sort = accessSorts.some((field) => field === search['sort']?.replace(/^-/, '')) ? search['sort'] : undefined;
  const filter = { q, access, consent, flag, ready, disagrees, fit, endsWithin, endsIn };
  const list = useList(listAccess, { ...filter, sort, connectionId: scope });
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const chosen = list.rows.filter(({ customerId }) => selected.has(customerId));
  const isCoverage = search['view'] === 'coverage';
  const { data: counts, dataUpdatedAt } = useQuery(countsQuery(scope));
  useAgain(list.again, dataUpdatedAt);
  return (
    <Frame
      title="Access (GDAP)"
      area="Customers"
      isInside={isInside}
      actions={
        <>
          <TextLink to="/customers/access/calendar">Calendar</TextLink>
          <TextLink to="/customers/access/templates">Templates</TextLink>
          {!isInside && <SavedViews of={views} />}
          <Download text="Export" files={[{ word: 'CSV', href: addressOf(exportAccess, { query: { ...filter, connectionId: scope } }) }]} />
        </>
      }
    >
      {!isInside && <CustomersTabs />}
      {!isInside && <OpenLinkedView of={views} />}
      {counts?.unread.map((each) => (
        <MessageBar key={each.connectionId} intent="warning">
          <MessageBarBody>
            <MessageBarTitle>The access of {each.name} could not be read</MessageBarTitle>
            {each.reason} What you see of it is what was read before.{' '}
            <TextLink to={`/settings/connections/${each.connectionId}`}>Look at the connection</TextLink>
          </MessageBarBody>
        </MessageBar>
      ))}
      {counts !== undefined && counts.noWitness.length > 0 && (
        <MessageBar intent="info">
          <MessageBarBody>Not read for access, so nothing is held against Microsoft: {counts.noWitness.join(', ')}.</MessageBarBody>
        </MessageBar>
      )}
      {counts !== undefined && <CountsStrip counts={counts} />}
      <FilterBar placeholder="Filter by name or domain" choices={choices}>
        <ToggleButton
          size="small"
          checked={isCoverage}
          onClick={() => {
            change({ view: isCoverage ? undefined : 'coverage' });
          }}
        >
          {viewWords.coverage}
        </ToggleButton>
        {endsIn !== undefined && (
          <ToggleButton
            size="small"
            checked
            onClick={() => {
              change({ endsIn: undefined });
            }}
          >
            Ends in {formatMonth(endsIn)}
          </ToggleButton>
        )}
      </FilterBar>
      {chosen.length > 0 && (
        <Suspense>
          <AccessBar
            rows={chosen}
            onClear={() => {
              setSelected(new Set());
            }}
          />
        </Suspense>
      )}
      <ListPage
        label="Access of customers"
        things="customers"
        list={list}
        columns={isCoverage ? coverageColumns : accessColumns}
        selected={selected}
        onSelect={setSelected}
        rowId={(row) => row.customerId}
        rowName={(row) => row.name}
        sort={sort}
        onSort={(next) => {
          change({ sort: next });
        }}
        isFiltered={[q, access, consent, flag, ready, disagrees, fit, endsWithin, endsIn, scope].some((each) => each !== undefined)}
        onClearFilters={() => {
          change({
            q: undefined,
            access: undefined,
            consent: undefined,
            flag: undefined,
            ready: undefined,
            disagrees: undefined,
            fit: undefined,
            endsWithin: undefined,
            endsIn: undefined,
            scope: undefined,
          });
        }}
        empty={
          <Empty title="No customers yet" actions={<TextLink to="/settings/connections">Go to connections</TextLink>}>
            Customers and their access come from Partner Center and Microsoft Graph with the first sync.
          </Empty>
        }
      />
    </Frame>
  );
}

/** Reads the list again whenever the counts were: both tell the same moment. The first time the list reads itself. */
function useAgain(again: () => void, readAt: number) {
  const [latest, first] = [useRef(again), useRef(readAt)];
  latest.current = again;
  useEffect(() => {
    if (first.current === 0) first.current = readAt;
    else if (readAt !== first.current) latest.current();
  }, [readAt, first, latest]);
}
