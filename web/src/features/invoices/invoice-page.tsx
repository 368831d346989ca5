import { MessageBar, MessageBarBody, MessageBarTitle, makeStyles, Tab, TabList, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { invoiceKindWords } from '#model/invoice-words.ts';
import { formatInstant, formatMonth, formatNumber, plural } from '../../lib/format.ts';
import { usePathPart, useUrlState } from '../../lib/url-state.ts';
import { Card, Facts } from '../../ui/card.tsx';
import { Money } from '../../ui/money.tsx';
import { Page } from '../../ui/page.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { QueryStates } from '../../ui/states.tsx';
import { LinesTab } from './lines-tab.tsx';
import { ProofTab } from './proof-tab.tsx';
import { type Detail, invoiceQuery } from './queries.ts';
import { SuspenseTab } from './suspense-tab.tsx';
import { TieWords, Totals } from './totals.tsx';
import { VersionsTab } from './versions-tab.tsx';
import { invoiceStates, numberOf } from './words.ts';

const useStyles = makeStyles({
  /** Two lists beside each other where there is room: the lines below need the height. */
  facts: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(300px, 1fr))',
    columnGap: tokens.spacingHorizontalXXL,
    rowGap: tokens.spacingVerticalS,
  },
});

const crumbs = [{ title: 'Provider invoices', to: '/billing/invoices' }];

/** One provider invoice: does it add up, what changed since the last download, what nobody knows, and every line. */
export function InvoicePage() {
  const id = usePathPart('invoiceId');
  const query = useQuery(invoiceQuery(id));
  const { data } = query;
  return (
    <Page
      title={data === undefined ? 'Provider invoice' : numberOf(data)}
      area="Billing"
      crumbs={crumbs}
      fill
      facts={data !== undefined && <StateBadge state={invoiceStates[data.state]} />}
    >
      <QueryStates query={query}>{(invoice) => <Body invoice={invoice} />}</QueryStates>
    </Page>
  );
}

const tabs = ['lines', 'versions', 'suspense', 'proof'] as const;

function Body({ invoice }: { readonly invoice: Detail }) {
  const [search, change] = useUrlState();
  const tab = tabs.find((each) => each === search['tab']) ?? 'lines';
  return (
    <>
      {invoice.tie === 'notTied' && <NotTied invoice={invoice} />}
      <Header invoice={invoice} />
      <TabList
        selectedValue={tab}
        aria-label="Parts of the invoice"
        style={{ flexShrink: 0 }}
        onTabSelect={(_, { value }) => {
          change({ tab: value === 'lines' ? undefined : String(value) });
        }}
      >
        <Tab value="lines">Lines{invoice.lines === null ? '' : ` ${formatNumber(invoice.lines)}`}</Tab>
        <Tab value="versions">Versions {invoice.versions}</Tab>
        <Tab value="suspense">Waiting {formatNumber(invoice.suspenseLines)}</Tab>
        {invoice.publishedVersion !== null && <Tab value="proof">Proof</Tab>}
      </TabList>
      {tab === 'lines' && <LinesTab invoiceId={invoice.id} />}
      {tab === 'versions' && <VersionsTab invoiceId={invoice.id} />}
      {tab === 'suspense' && <SuspenseTab invoiceId={invoice.id} />}
      {tab === 'proof' && <ProofTab invoiceId={invoice.id} />}
    </>
  );
}

function NotTied({ invoice: { rest, publishedVersion } }: { readonly invoice: Detail }) {
  return (
    <MessageBar intent="warning" layout="multiline" style={{ flexShrink: 0 }}>
      <MessageBarBody>
        <MessageBarTitle>This invoice does not add up yet</MessageBarTitle> Its header says <Money value={rest} signed /> against its lines.
        The daily file is often late.{' '}
        {publishedVersion === null
          ? 'Nothing of it is compared until it adds up, or until somebody says why it is used all the same.'
          : `Version ${publishedVersion} stays in use.`}
      </MessageBarBody>
    </MessageBar>
  );
}

function Header({ invoice }: { readonly invoice: Detail }) {
  const styles = useStyles();
  const { header } = invoice;
  return (
    <Card>
      <div className={styles.facts}>
        <Facts
          facts={[
            ['From', `${invoice.connectionName}, ${invoiceKindWords[invoice.kind].toLowerCase()}`],
            ['Month', formatMonth(invoice.period)],
            ['Lines add up to', <Totals key="lines" sums={invoice.sums} />],
            ['The invoice says', header === null ? 'Nothing was sent that tells a total' : <Money value={header.total} />],
          ]}
        />
        <Facts
          facts={[
            ['Adds up', <TieWords key="tie" tie={invoice.tie} rest={invoice.rest} />],
            [
              'Version in use',
              invoice.publishedVersion === null ? 'None' : `${invoice.publishedVersion} of ${plural(invoice.versions, 'version')}`,
            ],
            ['Changed', formatInstant(invoice.changedAt)],
          ]}
        />
      </div>
    </Card>
  );
}
