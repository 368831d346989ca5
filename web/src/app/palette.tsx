import { Dialog, DialogBody, DialogSurface, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useDeferredValue, useId, useState } from 'react';
import { startSync } from '#contract/jobs.ts';
import { search } from '#contract/overview.ts';
import { startReconciliation } from '#contract/reconciliation.ts';
import { call } from '../lib/api.ts';
import { useMe } from '../lib/use-me.ts';
import { FocusBack } from '../ui/focus-back.tsx';
import { useGo } from '../ui/text-link.tsx';
import { useToast } from '../ui/toasts.tsx';
import { navEntries } from './words.ts';

const useStyles = makeStyles({
  surface: { padding: 0, maxWidth: '560px', marginBlockStart: '10vh', alignSelf: 'start', overflow: 'hidden' },
  body: { display: 'block' },
  input: {
    width: '100%',
    boxSizing: 'border-box',
    border: 'none',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    padding: tokens.spacingHorizontalL,
    fontSize: tokens.fontSizeBase400,
    fontFamily: tokens.fontFamilyBase,
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground1,
    '::placeholder': { color: tokens.colorNeutralForeground3, opacity: 1 },
    ':focus': { outline: 'none', borderBottomColor: tokens.colorBrandStroke1 },
  },
  list: { maxHeight: '50vh', overflowY: 'auto', padding: tokens.spacingHorizontalS },
  heading: {
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalS}`,
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
  },
  item: {
    display: 'flex',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalS}`,
    borderRadius: tokens.borderRadiusMedium,
    cursor: 'pointer',
    minHeight: '24px',
  },
  current: { backgroundColor: tokens.colorNeutralBackground1Selected },
  detail: { color: tokens.colorNeutralForeground3, textAlign: 'end', fontSize: tokens.fontSizeBase200 },
  none: { padding: tokens.spacingHorizontalM, color: tokens.colorNeutralForeground3 },
});

type Item = { readonly section: string; readonly id: string; readonly title: string; readonly detail: string; readonly run: () => void };
const sections = ['Go to', 'Actions', 'Customers', 'Subscriptions', 'Differences'] as const;
const sectionOf = { customer: 'Customers', subscription: 'Subscriptions', difference: 'Differences' } as const;

export function Palette({ onClose }: { readonly onClose: () => void }) {
  const styles = useStyles();
  const listId = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const { items, isSearching } = useItems(text);
  const current = Math.min(at, Math.max(0, items.length - 1));
  const run = (item: Item | undefined) => {
    if (item === undefined) return;
    onClose();
    item.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setAt((current + step + items.length) % Math.max(1, items.length));
    else if (event.key === 'Enter') run(items[current]);
    else return;
    event.preventDefault();
  };
  const optionId = (index: number) => `${listId}-${index}`;
  return (
    <Dialog
      open
      onOpenChange={() => {
        onClose();
      }}
    >
      <DialogSurface className={styles.surface} aria-label="Search and go to">
        <FocusBack />
        <DialogBody className={styles.body}>
          <input
            className={styles.input}
            role="combobox"
            aria-label="Search customers, subscriptions and differences, or type > for actions"
            aria-expanded
            aria-controls={listId}
            aria-autocomplete="list"
            {...(items.length > 0 && { 'aria-activedescendant': optionId(current) })}
            placeholder="Search, or > for actions"
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setAt(0);
            }}
            onKeyDown={onKeyDown}
          />
          <div className={styles.list} role="listbox" id={listId} aria-label="Results" tabIndex={-1}>
            {sections.map((section) => {
              const own = items.flatMap((item, index) => (item.section === section ? [{ item, index }] : []));
              if (own.length === 0) return null;
              return (
                <div key={section} role="group" aria-label={section}>
                  <div className={styles.heading} aria-hidden>
                    {section}
                  </div>
                  {own.map(({ item, index }) => (
                    <div
                      key={item.id}
                      id={optionId(index)}
                      role="option"
                      aria-selected={index === current}
                      className={mergeClasses(styles.item, index === current && styles.current)}
                      onMouseMove={() => {
                        setAt(index);
                      }}
                      onClick={() => {
                        run(item);
                      }}
                    >
                      <span>{item.title}</span>
                      <span className={styles.detail}>{item.detail}</span>
                    </div>
                  ))}
                </div>
              );
            })}
          </div>
          {items.length === 0 && <div className={styles.none}>{isSearching ? 'Searching…' : `Nothing matches "${text}".`}</div>}
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

function useItems(text: string): { items: readonly Item[]; isSearching: boolean } {
  const go = useGo();
  const actions = useActions();
  const me = useMe();
  const asked = useDeferredValue(text.trim());
  const onlyActions = asked.startsWith('>');
  const words = asked.replace(/^>\s*/, '').toLowerCase();
  const hits = useQuery({
    queryKey: [search.id, asked],
    queryFn: ({ signal }) => call(search, { query: { q: asked }, signal }),
    enabled: asked.length >= 2 && !onlyActions,
    placeholderData: keepPreviousData,
  });
  const matches = (item: Item) => item.title.toLowerCase().includes(words);
  const places = navEntries
    .filter((entry) => me?.permissions.includes(entry.may) ?? true)
    .map(
      (entry): Item => ({
        section: 'Go to',
        id: entry.to,
        title: entry.title,
        detail: entry.key === undefined ? '' : `G ${entry.key.toUpperCase()}`,
        run: () => {
          go(entry.to);
        },
      }),
    );
  const found = asked.length < 2 || onlyActions ? [] : (hits.data?.data ?? []);
  const hitItems = found.map(
    (hit): Item => ({
      section: sectionOf[hit.kind],
      id: hit.id,
      title: hit.title,
      detail: hit.detail,
      run: () => {
        go(hit.link);
      },
    }),
  );
  const items = [...(onlyActions ? [] : places.filter(matches)), ...actions.filter(matches), ...hitItems];
  return { items: sections.flatMap((section) => items.filter((item) => item.section === section)), isSearching: hits.isFetching };
}

/** Acts that need no further question; they start jobs that can be watched. */
function useActions(): readonly Item[] {
  const go = useGo();
  const toast = useToast();
  const me = useMe();
  const act = (id: string, title: string, start: () => Promise<string | undefined>): Item => ({
    section: 'Actions',
    id,
    title,
    detail: '',
    run: () => {
      start().then(
        (jobId) => {
          toast(`${title}: started`);
          go(jobId === undefined ? '/activity' : `/activity/jobs/${jobId}`);
        },
        () => {
          go('/activity');
        },
      );
    },
  });
  return [
    ...(me?.permissions.includes('sync:run') === true
      ? [act('sync', 'Sync everything now', async () => (await call(startSync, { body: {} })).jobIds[0])]
      : []),
    ...(me?.permissions.includes('reconciliation:run') === true
      ? [act('compare', 'Compare the books now', async () => (await call(startReconciliation, { body: {} })).jobId)]
      : []),
  ];
}
