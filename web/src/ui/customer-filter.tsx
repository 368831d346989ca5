import { Input, makeStyles } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import type { CustomerPicker, CustomerPickerProps } from './customer-picker.tsx';

const load = () => import('./customer-picker.tsx');
/** Not reached: the field stays as it is, and reaching for it again tries again. */
const ignore = () => undefined;

const useStyles = makeStyles({ field: { flex: '0 1 220px', minWidth: '160px' } });

/** One customer as a filter of a list. The search behind the field comes when somebody reaches for it, or where one is chosen already. */
export function CustomerFilter(props: CustomerPickerProps) {
  const styles = useStyles();
  const { customerId } = props;
  const [letters, setLetters] = useState('');
  // Not `lazy`: what shows while that waits is another field, without the focus and the letters of this one.
  const [Picker, setPicker] = useState<typeof CustomerPicker>();
  const reached = useRef<'not' | 'keys' | 'pointer'>('not');
  const bring = () =>
    void load().then((module) => {
      setPicker(() => module.CustomerPicker);
    }, ignore);
  useEffect(() => {
    if (customerId !== undefined) bring();
  }, [customerId]);
  if (Picker !== undefined)
    return <Picker {...props} {...(reached.current !== 'not' && { begun: letters, open: reached.current === 'pointer' })} />;
  return (
    <Input
      className={styles.field}
      input={{ role: 'combobox', 'aria-expanded': false, 'aria-haspopup': 'listbox', style: { minWidth: 0, width: '100%' } }}
      aria-label="Customer"
      placeholder="Customer"
      value={letters}
      onPointerEnter={() => void load().catch(ignore)}
      onPointerDown={() => {
        reached.current = 'pointer';
      }}
      onFocus={() => {
        if (reached.current === 'not') reached.current = 'keys';
        bring();
      }}
      onChange={(_, { value }) => {
        setLetters(value);
      }}
    />
  );
}
