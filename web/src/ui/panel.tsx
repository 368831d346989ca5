import {
  Button,
  DrawerBody,
  DrawerFooter,
  DrawerHeader,
  DrawerHeaderTitle,
  InlineDrawer,
  makeStyles,
  OverlayDrawer,
  tokens,
} from '@fluentui/react-components';
import { ChevronDown20Regular, ChevronUp20Regular, Dismiss20Regular } from '@fluentui/react-icons';
import { type ReactNode, useEffect } from 'react';
import { useMedia, wide } from '../lib/use-media.ts';
import { TextLink } from './text-link.tsx';

const useStyles = makeStyles({
  inline: {
    width: '520px',
    flexShrink: 0,
    height: '100%',
    borderInlineStartWidth: '1px',
    borderInlineStartStyle: 'solid',
    borderInlineStartColor: tokens.colorNeutralStroke2,
  },
  overlay: { width: 'min(560px, 100vw)' },
  body: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, paddingBlock: tokens.spacingVerticalM },
  buttons: { display: 'flex' },
  foot: { flexWrap: 'wrap' },
  title: { overflowWrap: 'anywhere' },
});

export type PanelProps = {
  readonly title: string;
  readonly onClose: () => void;
  readonly onNext?: (() => void) | undefined;
  readonly onPrevious?: (() => void) | undefined;
  /** The same thing as a full page. */
  readonly page?: string;
  readonly footer?: ReactNode;
  /** Over the page at every width: panels that are not given to `Page`. */
  readonly isFloating?: boolean;
  readonly children: ReactNode;
};

/** The drawer beside a list: quick look and small acts while the list stays. Beside the page when there is room, over it else. */
export function Panel({ title, onClose, onNext, onPrevious, page, footer, isFloating = false, children }: PanelProps) {
  const styles = useStyles();
  const isWide = useMedia(wide);
  const inline = isWide && !isFloating;
  useEffect(() => {
    if (!inline) return; // the overlay drawer listens itself
    const listen = (event: KeyboardEvent) => {
      if (
        event.key === 'Escape' &&
        !event.defaultPrevented &&
        document.querySelector('[role=dialog],[role=alertdialog],[role=listbox],[role=menu]') === null
      )
        onClose();
    };
    document.addEventListener('keydown', listen);
    return () => {
      document.removeEventListener('keydown', listen);
    };
  }, [inline, onClose]);
  const buttons = (
    <>
      {onPrevious !== undefined && (
        <Button appearance="subtle" aria-label="Previous (K)" icon={<ChevronUp20Regular />} onClick={onPrevious} />
      )}
      {onNext !== undefined && <Button appearance="subtle" aria-label="Next (J)" icon={<ChevronDown20Regular />} onClick={onNext} />}
      <Button appearance="subtle" aria-label="Close panel" icon={<Dismiss20Regular />} onClick={onClose} />
    </>
  );
  const content = (
    <>
      <DrawerHeader>
        <DrawerHeaderTitle action={<div className={styles.buttons}>{buttons}</div>} heading={{ as: 'h2', className: styles.title }}>
          {title}
        </DrawerHeaderTitle>
        {page !== undefined && <TextLink to={page}>Open full page</TextLink>}
      </DrawerHeader>
      <DrawerBody className={styles.body} tabIndex={0}>
        {children}
      </DrawerBody>
      {footer !== undefined && <DrawerFooter className={styles.foot}>{footer}</DrawerFooter>}
    </>
  );
  if (inline)
    return (
      <InlineDrawer open position="end" className={styles.inline} role="complementary" aria-label={title}>
        {content}
      </InlineDrawer>
    );
  return (
    <OverlayDrawer
      open
      position="end"
      className={styles.overlay}
      aria-label={title}
      onOpenChange={(_, { open }) => {
        if (!open) onClose();
      }}
    >
      {content}
    </OverlayDrawer>
  );
}
