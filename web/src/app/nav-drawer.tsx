import { OverlayDrawer } from '@fluentui/react-components';
import { Nav } from './nav.tsx';

/** The navigation on a phone. */
export function NavDrawer({ onClose }: { readonly onClose: () => void }) {
  return (
    <OverlayDrawer open position="start" size="small" aria-label="Navigation" onOpenChange={onClose}>
      <Nav iconsOnly={false} onGone={onClose} />
    </OverlayDrawer>
  );
}
