import { MessageBar, MessageBarBody, makeStyles } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { listMissingBooks } from '#contract/verifications.ts';
import { call } from '../lib/api.ts';
import { useIsReseller, useMay } from '../lib/use-me.ts';
import { TextLink } from './text-link.tsx';

const useStyles = makeStyles({ bar: { flexShrink: 0 }, wrap: { whiteSpace: 'normal' } });

type Books = 'costs' | 'invoices' | 'billingExport' | 'prices';

/**
 * What a screen lacks because an account does not bring it: why, what goes on, and the page where it is put right. For people of ours: accounts
 * belong to the whole installation. Pages load it behind what it explains.
 */
export function MissingBooksBar({ of }: { readonly of: readonly Books[] }) {
  const styles = useStyles();
  const may = useMay('reconciliation:read');
  const isReseller = useIsReseller();
  const { data } = useQuery({
    enabled: may && !isReseller,
    queryKey: [listMissingBooks.id],
    queryFn: ({ signal }) => call(listMissingBooks, { signal }),
    staleTime: 60_000,
  });
  // What Microsoft never offers an account is no news, but the screen of invoices would be empty without a word.
  const shown = data?.data.filter(({ missing, standing }) => of.includes(missing) && (standing !== 'notOffered' || missing === 'invoices'));
  return shown?.map(({ connectionId, name, missing, standing, because, without }) => (
    <MessageBar key={connectionId + missing} intent={standing === 'lost' ? 'warning' : 'info'} layout="multiline" className={styles.bar}>
      <MessageBarBody className={styles.wrap}>
        <strong>{name}</strong>: {because} {without}{' '}
        <TextLink to={`/settings/connections/${connectionId}${missing === 'costs' ? '?tab=settings' : ''}`} inline>
          Open the connection
        </TextLink>
      </MessageBarBody>
    </MessageBar>
  ));
}
