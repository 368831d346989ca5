import { makeStyles, tokens } from '@fluentui/react-components';
import type { Money as Amount } from '#model/money.ts';
import { formatMoney, formatMoneys, type MoneyStyle, noRight } from '../lib/format.ts';
import { lacksPermission } from '../lib/use-me.ts';

const useStyles = makeStyles({
  money: { fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
  hidden: { color: tokens.colorNeutralForeground3, fontWeight: tokens.fontWeightRegular, fontSize: tokens.fontSizeBase200 },
});

/** Stands for a cost that the viewer may not see; says whom to ask. */
export function NoRight() {
  const styles = useStyles();
  return (
    <span className={styles.hidden} title={`This tells what you pay. ${lacksPermission('costs:read')}`}>
      {noRight}
    </span>
  );
}

export type MoneyProps = MoneyStyle & {
  /** null: a cost that the viewer may not see. */
  readonly value: Amount | readonly Amount[] | null;
  /** "a month": money is always told with its period. */
  readonly per?: 'month' | 'seat and month' | 'once';
};

/** An exact amount, or one per currency. */
export function Money({ value, per, ...style }: MoneyProps) {
  const styles = useStyles();
  if (value === null) return <NoRight />;
  const text = 'amount' in value ? formatMoney(value, style) : formatMoneys(value, style);
  return (
    <span className={styles.money}>
      {text}
      {per === undefined ? '' : per === 'once' ? ' once' : ` a ${per}`}
    </span>
  );
}
