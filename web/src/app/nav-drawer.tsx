import { OverlayDrawer } from '@fluentui/react-components';
import { useIsReseller } from '../lib/use-me.ts';
import { FocusBack } from '../ui/focus-back.tsx';
import { Nav } from './nav.tsx';
import { ResellerNav } from './reseller-nav.tsx';

/** The navigation on a phone. */
export function NavDrawer({ onClose }: { readonly onClose: () => void }) {
  const Entries = useIsReseller() ? ResellerNav : Nav;
  return (
    <OverlayDrawer open position="start" size="small" aria-label="Navigation" onOpenChange={onClose}>
      <FocusBack />
      <Entries iconsOnly={false} onGone={onClose} />
    </OverlayDrawer>
  );
}
