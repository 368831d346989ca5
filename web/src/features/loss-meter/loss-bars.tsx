import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { Fragment } from 'react';
import { formatDate } from '../../lib/format.ts';
import { Card } from '../../ui/card.tsx';
import { Money } from '../../ui/money.tsx';
import { barsOf, isZero, type Row } from './bars.ts';

const useStyles = makeStyles({
  key: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalL, color: tokens.colorNeutralForeground2 },
  swatch: { display: 'inline-block', width: '12px', height: '12px', marginInlineEnd: tokens.spacingHorizontalXS, verticalAlign: 'middle' },
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  line: { display: 'flex', justifyContent: 'space-between', flexWrap: 'wrap', columnGap: tokens.spacingHorizontalM },
  name: { overflowWrap: 'anywhere', fontWeight: tokens.fontWeightSemibold },
  figures: { color: tokens.colorNeutralForeground2 },
  /** Left of the middle: billed too little; right of it: too much. */
  track: { display: 'grid', gridTemplateColumns: '1fr 1fr', height: '10px', marginBlockStart: '4px' },
  left: {
    display: 'flex',
    justifyContent: 'flex-end',
    borderInlineEndWidth: '1px',
    borderInlineEndStyle: 'solid',
    borderInlineEndColor: tokens.colorNeutralStrokeAccessible,
  },
  bar: { height: '100%', minWidth: '2px' },
  none: { minWidth: 0 },
  under: { backgroundColor: tokens.colorPaletteDarkOrangeBackground3, borderStartStartRadius: '3px', borderEndStartRadius: '3px' },
  over: {
    backgroundImage: `repeating-linear-gradient(135deg, ${tokens.colorBrandBackground} 0 4px, ${tokens.colorBrandStroke2} 4px 8px)`,
    borderStartEndRadius: '3px',
    borderEndEndRadius: '3px',
  },
});

/** Bars to both sides of a line: what is billed too little, and what customers are billed too much. The table below tells the same. */
export function LossBars({ rows }: { readonly rows: readonly Row[] }) {
  const styles = useStyles();
  const bars = barsOf(rows);
  if (bars.length === 0) return null;
  return (
    <Card title="Where the money is">
      <div className={styles.key}>
        <span>
          <span className={mergeClasses(styles.swatch, styles.under)} aria-hidden />
          We under-bill, to the left
        </span>
        <span>
          <span className={mergeClasses(styles.swatch, styles.over)} aria-hidden />
          We over-bill, to the right
        </span>
      </div>
      <ul className={styles.list}>
        {bars.map(({ row, under, over }) => (
          <li key={`${row.key} ${row.underBilled.currency}`}>
            <div className={styles.line}>
              <span className={styles.name}>{row.label}</span>
              <span className={styles.figures}>
                <Figures row={row} />
                {row.since !== null && `, since ${formatDate(row.since)}`}
              </span>
            </div>
            <div className={styles.track} aria-hidden>
              <div className={styles.left}>
                <div className={mergeClasses(styles.bar, styles.under, under === '0.0' && styles.none)} style={{ width: `${under}%` }} />
              </div>
              <div>
                <div className={mergeClasses(styles.bar, styles.over, over === '0.0' && styles.none)} style={{ width: `${over}%` }} />
              </div>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Only the side that there is: a zero beside every figure hides the figures. */
function Figures({ row: { underBilled, overBilled } }: { readonly row: Row }) {
  const sides = [
    { word: 'under', value: underBilled },
    { word: 'over', value: overBilled },
  ].filter(({ value }) => !isZero(value));
  return sides.map(({ word, value }, index) => (
    <Fragment key={word}>
      {index > 0 && ', '}
      {word} <Money value={value} />
    </Fragment>
  ));
}
