import { makeStyles, ToggleButton, tokens } from '@fluentui/react-components';
import type { z } from 'zod';
import type { AccessCounts } from '#contract/access.ts';
import { formatNumber } from '../../lib/format.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { accessWords } from '../../ui/words.ts';

type Counts = z.output<typeof AccessCounts>;
type Strip = { readonly title: string; readonly count: number; readonly filter: Readonly<Record<string, string>> };

const useStyles = makeStyles({
  strip: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, flexShrink: 0 },
});

/** Every filter that a count can set: choosing one takes the others away. */
const names = ['access', 'endsWithin', 'ready', 'consent', 'flag', 'disagrees', 'fit'] as const;

const stripsOf = (counts: Counts): readonly Strip[] => [
  { title: accessWords.active.word, count: counts.active, filter: { access: 'active' } },
  { title: accessWords.missing.word, count: counts.missing, filter: { access: 'missing' } },
  { title: accessWords.pending.word, count: counts.pending, filter: { access: 'pending' } },
  { title: accessWords.expired.word, count: counts.expired, filter: { access: 'expired' } },
  { title: accessWords.error.word, count: counts.error, filter: { access: 'error' } },
  { title: 'Expires in 30 days', count: counts.endsWithin30, filter: { endsWithin: '30' } },
  { title: 'Ready', count: counts.ready, filter: { ready: 'true' } },
  { title: 'Needs consent', count: counts.needsConsent, filter: { access: 'active', consent: 'unknown,missing,refused,withdrawn' } },
  { title: 'Roles missing', count: counts.rolesMissing, filter: { flag: 'rolesMissing' } },
  ...(counts.disagrees === 0 ? [] : [{ title: 'Distributor says otherwise', count: counts.disagrees, filter: { disagrees: 'true' } }]),
];

/** How many customers are in each state; each count is the filter for them. */
export function CountsStrip({ counts }: { readonly counts: Counts }) {
  const styles = useStyles();
  const [search, change] = useUrlState();
  return (
    <div className={styles.strip} role="group" aria-label="Customers by state">
      {stripsOf(counts).map(({ title, count, filter }) => {
        const isOn = names.every((name) => search[name] === filter[name]);
        return (
          <ToggleButton
            key={title}
            size="small"
            checked={isOn}
            onClick={() => {
              change(Object.fromEntries(names.map((name) => [name, isOn ? undefined : filter[name]])));
            }}
          >
            {title} {formatNumber(count)}
          </ToggleButton>
        );
      })}
    </div>
  );
}
