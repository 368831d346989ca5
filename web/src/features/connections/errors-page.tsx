import { makeStyles, SearchBox, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { listMicrosoftErrors, type MicrosoftErrorRow } from '#contract/microsoft-errors.ts';
import { call } from '../../lib/api.ts';
import { plural } from '../../lib/format.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { Page } from '../../ui/page.tsx';
import { SmallTable } from '../../ui/small-table.tsx';
import { Empty, QueryStates } from '../../ui/states.tsx';

type ErrorData = z.infer<typeof MicrosoftErrorRow>;

const useStyles = makeStyles({ search: { width: '100%', maxWidth: '420px' }, note: { color: tokens.colorNeutralForeground3 } });

const fromWords = { entra: 'Sign-in (Entra)', partnerCenter: 'Partner Center' } as const;
const reconsentWords = { helps: 'Yes', afterFix: 'After the fix', no: 'No' } as const;

/** Codes whose number, cause or fix holds every word that is looked for; `AADSTS` may be left out. Pure. */
export function matching(rows: readonly ErrorData[], text: string): readonly ErrorData[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(({ code, cause, fix }) => words.every((word) => `${code} ${cause} ${fix}`.toLowerCase().includes(word)));
}

/** What codes of Microsoft mean, what mends them, and whether signing in again helps. */
export function ErrorsPage() {
  const styles = useStyles();
  const [search, change] = useUrlState();
  const [text, setText] = useState(search['q'] ?? '');
  const query = useQuery({
    queryKey: [listMicrosoftErrors.id],
    queryFn: ({ signal }) => call(listMicrosoftErrors, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Page title="Codes of Microsoft" area="Settings" crumbs={[{ title: 'Connections', to: '/settings/connections' }]}>
      <div data-page-filter="">
        <SearchBox
          className={styles.search}
          aria-label="Search codes, causes and fixes"
          placeholder="AADSTS50076, throttled, consent…"
          value={text}
          onChange={(_, { value }) => {
            setText(value);
            change({ q: value.trim() === '' ? undefined : value.trim() }, 'replace');
          }}
        />
      </div>
      <QueryStates query={query}>
        {({ data }) => {
          const found = matching(data, text);
          return found.length === 0 ? (
            <Empty title="This code is not known here">
              Codes that nobody explained are shown as they came. Microsoft&apos;s support asks for the code together with the correlation
              id: it stands on the page of the connection, under <em>Limits and log</em>.
            </Empty>
          ) : (
            <>
              <span role="status" className={styles.note}>
                {plural(found.length, 'code')}
              </span>
              <SmallTable
                label="Codes of Microsoft"
                rows={found}
                rowId={(row) => `${row.from} ${row.code}`}
                columns={[
                  { title: 'Code', cell: (row) => (row.isUnverified ? `${row.code} (unverified)` : row.code) },
                  { title: 'From', cell: (row) => fromWords[row.from] },
                  { title: 'What it means', cell: (row) => row.cause },
                  { title: 'What to do', cell: (row) => row.fix },
                  { title: 'Sign in again?', cell: (row) => reconsentWords[row.reconsent] },
                ]}
              />
            </>
          );
        }}
      </QueryStates>
    </Page>
  );
}
