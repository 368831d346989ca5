import { Button } from '@fluentui/react-components';
import { lazy, Suspense, useState } from 'react';
import type { ChangeSearch, Search } from '../../../lib/url-state.ts';

const ViewsDialog = lazy(async () => ({ default: (await import('./views-dialog.tsx')).ViewsDialog }));

type ViewsProps = { readonly search: Search; readonly change: ChangeSearch };

/** One's own views of the list; the dialog is loaded when it is asked for. */
export function Views({ search, change }: ViewsProps) {
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
      <Suspense>{isOpen && <ViewsDialog search={search} change={change} onClose={close} />}</Suspense>
    </>
  );
}
