import { Button, Dropdown, makeStyles, Option, SearchBox, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { getCustomer, listCustomers } from '#contract/customers.ts';
import { DifferenceKind } from '#model/difference.ts';
import { call } from '../../lib/api.ts';
import { type ChangeSearch, wordsIn } from '../../lib/url-state.ts';
import { isForPage } from '../../ui/list-keys.ts';
import { SearchPicker } from '../../ui/search-picker.tsx';
import type { Filter } from './queries.ts';
import { kindWords } from './words.ts';

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'center', flexShrink: 0 },
  field: { minWidth: '0', width: '240px', maxWidth: '100%' },
});

/** Letters typed reach the address after this pause. */
const typingPause = 250;

export type DifferenceFiltersProps = {
  readonly filter: Filter;
  readonly openByKind: Readonly<Partial<Record<DifferenceKind, number>>>;
  readonly onChange: ChangeSearch;
};

/** Text, kind and customer. Typing replaces the address, choosing pushes it. */
export function DifferenceFilters({ filter, openByKind, onChange }: DifferenceFiltersProps) {
  const styles = useStyles();
  const bar = useRef<HTMLElement>(null);
  const kinds = wordsIn(filter.kind, DifferenceKind.options);
  const [text, setText] = useTyping(filter.q ?? '', (q) => {
    onChange({ q: q === '' ? undefined : q, panel: undefined }, 'replace');
  });
  useSlash(bar);
  const isFiltered = filter.q !== undefined || filter.kind !== undefined || filter.customerId !== undefined;
  return (
    <search ref={bar} className={styles.bar} aria-label="Filter differences">
      <SearchBox
        className={styles.field}
        aria-label="Filter by customer or product name (/)"
        placeholder="Customer or product  (/)"
        value={text}
        onChange={(_, { value }) => {
          setText(value);
        }}
      />
      <Dropdown
        className={styles.field}
        multiselect
        aria-label="Kind of difference"
        placeholder="All kinds"
        value={kinds.map((kind) => kindWords[kind].word).join(', ')}
        selectedOptions={kinds}
        onOptionSelect={(_, { selectedOptions }) => {
          onChange({ kind: selectedOptions.length === 0 ? undefined : selectedOptions.join(','), panel: undefined });
        }}
      >
        {DifferenceKind.options.map((kind) => (
          <Option key={kind} value={kind} text={kindWords[kind].word}>
            {`${kindWords[kind].word}${openByKind[kind] === undefined ? '' : ` (${openByKind[kind]})`}`}
          </Option>
        ))}
      </Dropdown>
      <CustomerFilter
        customerId={filter.customerId}
        onChoose={(customerId) => {
          onChange({ customerId, panel: undefined });
        }}
      />
      {isFiltered && (
        <Button
          appearance="subtle"
          onClick={() => {
            setText('');
            onChange({ q: undefined, kind: undefined, customerId: undefined, panel: undefined });
          }}
        >
          Clear filters
        </Button>
      )}
    </search>
  );
}

type CustomerFilterProps = { readonly customerId: string | undefined; readonly onChoose: (id: string | undefined) => void };

function CustomerFilter({ customerId, onChoose }: CustomerFilterProps) {
  const styles = useStyles();
  const customer = useQuery({
    queryKey: [getCustomer.id, customerId],
    queryFn: ({ signal }) => call(getCustomer, { params: { id: customerId ?? '' }, signal }),
    enabled: customerId !== undefined,
  });
  return (
    <SearchPicker
      className={styles.field}
      label="Customer"
      placeholder="All customers"
      searchKey={[listCustomers.id, 'pick']}
      search={async (q, signal) => {
        const { data } = await call(listCustomers, { query: { q, limit: 20 }, signal });
        return data.map(({ id, name, domain }) => ({ id, name, detail: domain }));
      }}
      chosen={customerId === undefined ? undefined : { id: customerId, name: customer.data?.name ?? 'One customer' }}
      onChoose={(choice) => {
        onChoose(choice?.id);
      }}
    />
  );
}

/** Text of a field that settles after a pause; follows the address when that changes by itself. */
function useTyping(value: string, settle: (text: string) => void): readonly [string, (text: string) => void] {
  const [text, setText] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const settled = useRef(value);
  const act = useRef(settle);
  useEffect(() => {
    act.current = settle;
  });
  useEffect(() => {
    if (settled.current !== value) setText(value);
    settled.current = value;
  }, [value]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
    },
    [],
  );
  return [
    text,
    (next) => {
      setText(next);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        settled.current = next.trim();
        act.current(next.trim());
      }, typingPause);
    },
  ];
}

/** `/` goes to the filter of the page. */
function useSlash(bar: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== '/' || !isForPage(event)) return;
      event.preventDefault();
      bar.current?.querySelector('input')?.focus();
    };
    document.addEventListener('keydown', listen);
    return () => {
      document.removeEventListener('keydown', listen);
    };
  }, [bar]);
}
