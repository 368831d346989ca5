import { makeStyles, tokens } from '@fluentui/react-components';
import type { z } from 'zod';
import type { Overview } from '#contract/overview.ts';
import { amountOf } from '#model/money.ts';
import { plural } from '../../lib/format.ts';
import { differenceKindWords } from '../../ui/difference-words.ts';
import { Money } from '../../ui/money.tsx';
import { TextLink } from '../../ui/text-link.tsx';

type KindTotal = z.infer<typeof Overview>['byKind'][number];

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  line: { display: 'flex', justifyContent: 'space-between', columnGap: tokens.spacingHorizontalM, flexWrap: 'wrap' },
  figures: { color: tokens.colorNeutralForeground2, whiteSpace: 'nowrap' },
  track: { height: '6px', backgroundColor: tokens.colorNeutralBackground4, borderRadius: '3px', marginBlockStart: '4px' },
  bar: { height: '100%', minWidth: '2px', borderRadius: '3px', backgroundColor: tokens.colorBrandBackground },
});

/** Bars with their figures beside them; each leads to the rows that add up to it. The length is by amount within one currency. */
export function KindBars({ kinds }: { readonly kinds: readonly KindTotal[] }) {
  const styles = useStyles();
  const sorted = [...kinds].sort((a, b) => sizeOf(b).comparedTo(sizeOf(a)) || b.count - a.count);
  if (sorted.length === 0) return <p>None open.</p>;
  return (
    <ul className={styles.list}>
      {sorted.map((each) => (
        <li key={`${each.kind} ${each.money?.currency ?? ''} ${each.moneyIsCost}`}>
          <div className={styles.line}>
            <TextLink to={`/reconciliation?kind=${each.kind}`}>{differenceKindWords[each.kind]}</TextLink>
            <span className={styles.figures}>
              {plural(each.count, 'difference')} · <Money value={each.money} signed />
            </span>
          </div>
          {each.money !== null && (
            <div className={styles.track} aria-hidden>
              <div className={styles.bar} style={{ width: `${shareOf(each, kinds)}%` }} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Per cent of the largest amount in the same currency, for the length of a bar only. */
export function shareOf(one: KindTotal, all: readonly KindTotal[]): string {
  const amounts = all.filter((each) => each.money?.currency === one.money?.currency).map(sizeOf);
  const largest = amounts.reduce((a, b) => (a.gt(b) ? a : b), sizeOf(one));
  return largest.isZero() ? '0' : sizeOf(one).div(largest).times(100).toFixed(1);
}

/** What may not be seen has no length. */
const sizeOf = ({ money }: Pick<KindTotal, 'money'>) => amountOf(money ?? { amount: '0', currency: 'XXX' }).abs();
