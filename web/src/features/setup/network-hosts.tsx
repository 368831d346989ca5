import { makeStyles, tokens } from '@fluentui/react-components';
import { formatNumber } from '../../lib/format.ts';
import type { SetupData } from './queries.ts';

const useStyles = makeStyles({
  list: { margin: 0, paddingInlineStart: tokens.spacingHorizontalXL, overflowWrap: 'anywhere' },
  summary: { cursor: 'pointer' },
});

/** Each host that was asked, how long its answer took, and what to do where there was none. */
export function NetworkHosts({ network: { hosts } }: { readonly network: NonNullable<SetupData['network']> }) {
  const styles = useStyles();
  return (
    <details open={hosts.some(({ outcome, needs }) => outcome === 'fails' && needs === 'all')}>
      <summary className={styles.summary}>{formatNumber(hosts.length)} hosts</summary>
      <ul className={styles.list}>
        {hosts.map(({ system, host, detail, ms, hint }) => (
          <li key={`${system} ${host}`}>
            {host}: {detail}, {formatNumber(ms)} ms. {hint}
          </li>
        ))}
      </ul>
    </details>
  );
}
