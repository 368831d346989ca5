import { Button } from '@fluentui/react-components';
import { lazy, Suspense, useState } from 'react';
import { useUrlState } from '../lib/url-state.ts';
import { type ListOfViews, linkedView } from './view-fields.ts';

const SavedViewsDialog = lazy(async () => ({ default: (await import('./saved-views-dialog.tsx')).SavedViewsDialog }));
const LinkedView = lazy(async () => ({ default: (await import('./linked-view.tsx')).LinkedView }));

type SavedViewsProps = { readonly of: ListOfViews };

/** One's own views of the list and those of the team; the dialog is loaded when it is asked for. */
export function SavedViews({ of }: SavedViewsProps) {
  const [isOpen, setOpen] = useState(false);
  const close = () => {
    setOpen(false);
  };
  return (
    <>
      <Button
        aria-haspopup="dialog"
        onClick={() => {
          setOpen(true);
        }}
      >
        Views
      </Button>
      <Suspense>{isOpen && <SavedViewsDialog of={of} onClose={close} />}</Suspense>
    </>
  );
}

/** Opens the view that the address names: stands above the list, since one that is gone says so there. */
export function OpenLinkedView({ of }: SavedViewsProps) {
  const [search] = useUrlState();
  const view = linkedView(search);
  return <Suspense>{view !== undefined && <LinkedView of={of} view={view} />}</Suspense>;
}
