import { useFocusFinders } from '@fluentui/react-components';

/**
 * Dialogs, menus and panels share one manager of the focus. It goes away with the last of them, and a dialog that is the last takes it along
 * before the page below is readable again. This one stays, so the manager does too.
 */
export function FocusKeeper() {
  useFocusFinders();
  return null;
}
