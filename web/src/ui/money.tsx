import { makeStyles } from '@fluentui/react-components';
import type { Money as Amount } from '#model/money.ts';
import { formatMoney, formatMoneys, type MoneyStyle } from '../lib/format.ts';

const useStyles = makeStyles({ money: { fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' } });

export type MoneyProps = MoneyStyle & {
  readonly value: Amount | readonly Amount[];
  /** "a month": money is always told with its period. */
  readonly per?: 'month' | 'seat and month';
};

/** An exact amount, or one per currency. */
export function Money({ value, per, ...style }: MoneyProps) {
  const styles = useStyles();
  const text = 'amount' in value ? formatMoney(value, style) : formatMoneys(value, style);
  return (
    <span className={styles.money}>
      {text}
      {per === undefined ? '' : ` a ${per}`}
    </span>
  );
}
