import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { formatNumber, plural } from '../../lib/format.ts';
import { lacksPermission, useMay } from '../../lib/use-me.ts';
import { Card, Facts } from '../../ui/card.tsx';
import { CopyText } from '../../ui/copy-text.tsx';
import { Money } from '../../ui/money.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Empty, QueryStates } from '../../ui/states.tsx';
import { When } from '../../ui/when.tsx';
import { Changes } from './changes.tsx';
import { type Version, versionsQuery } from './queries.ts';
import { TieWords, Totals } from './totals.tsx';
import { sourceWords, tieProblemWords, versionStates } from './words.ts';

const PublishDialog = lazy(async () => ({ default: (await import('./publish-dialog.tsx')).PublishDialog }));

const useStyles = makeStyles({
  box: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, overflowY: 'auto' },
  line: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'center' },
  list: { margin: 0, paddingInlineStart: '18px' },
});

/** Every download, newest first; none is ever overwritten. */
export function VersionsTab({ invoiceId }: { readonly invoiceId: string }) {
  const styles = useStyles();
  const query = useQuery(versionsQuery(invoiceId));
  return (
    <QueryStates query={query}>
      {(versions) =>
        versions.length === 0 ? (
          <Empty title="Nothing has come yet">The invoice is expected; its files are read with the next sync.</Empty>
        ) : (
          <div className={styles.box}>
            {versions.map((version) => (
              <VersionCard key={version.n} invoiceId={invoiceId} version={version} />
            ))}
          </div>
        )
      }
    </QueryStates>
  );
}

function VersionCard({ invoiceId, version }: { readonly invoiceId: string; readonly version: Version }) {
  const styles = useStyles();
  const [publishing, setPublishing] = useState(false);
  const may = useMay('invoices:write');
  const canPublish = version.state === 'notTying';
  return (
    <Card title={`Version ${version.n}`} action={<StateBadge state={versionStates[version.state]} />}>
      <Facts
        facts={[
          [
            'Came',
            <span key="came">
              <When at={version.fetchedAt} />, {sourceWords[version.source].toLowerCase()}
            </span>,
          ],
          ['Lines', `${formatNumber(version.lines)} in ${plural(version.files.length, 'file')}`],
          ['Total', <Totals key="total" sums={version.sums} />],
          ['Adds up', <TieWords key="tie" tie={version.tie} rest={version.rest} />],
          ['Used by', version.reason === null ? undefined : `${version.publishedBy ?? 'somebody'}: ${version.reason}`],
          ['Content', <CopyText key="hash" text={version.contentHash} />],
        ]}
      />
      {version.problems.length > 0 && (
        <ul className={styles.list}>
          {version.problems.map(({ code, sentence }) => (
            <li key={code}>
              <strong>{tieProblemWords[code]}.</strong> {sentence}
            </li>
          ))}
        </ul>
      )}
      {version.changes !== null && (
        <>
          <div className={styles.line}>
            Against the version before: {plural(version.changes.added, 'line')} came, {plural(version.changes.removed, 'line')} went
            <Effect effect={version.changes.effect} />
          </div>
          {version.changes.added + version.changes.removed > 0 && <Changes invoiceId={invoiceId} n={version.n} />}
        </>
      )}
      {canPublish && (
        <div className={styles.line}>
          <Button
            disabledFocusable={!may}
            onClick={() => {
              if (may) setPublishing(true);
            }}
          >
            Use it all the same
          </Button>
          {!may && <span>{lacksPermission('invoices:write')}</span>}
        </div>
      )}
      {publishing && (
        <Suspense>
          <PublishDialog
            invoiceId={invoiceId}
            version={version}
            onClose={() => {
              setPublishing(false);
            }}
          />
        </Suspense>
      )}
    </Card>
  );
}

/** What the changes do to what is charged. */
function Effect({ effect }: { readonly effect: NonNullable<Version['changes']>['effect'] }) {
  const seen = effect.filter((each) => each !== null);
  return <Money value={seen.length < effect.length ? null : seen} signed />;
}
