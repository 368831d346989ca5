import { Button } from '@fluentui/react-components';
import { Add20Regular } from '@fluentui/react-icons';
import { lazy, Suspense, useState } from 'react';
import { useMay } from '../../lib/use-me.ts';

const AddDialog = lazy(async () => ({ default: (await import('./expected/add-dialog.tsx')).AddDialog }));

/** The button; its dialog is loaded when it is asked for. */
export function AddCustomer() {
  const may = useMay('customers:write');
  const [isOpen, setOpen] = useState(false);
  if (!may) return null;
  return (
    <>
      <Button
        appearance="primary"
        icon={<Add20Regular />}
        aria-haspopup="dialog"
        onClick={() => {
          setOpen(true);
        }}
      >
        Add customer
      </Button>
      <Suspense>
        {isOpen && (
          <AddDialog
            onClose={() => {
              setOpen(false);
            }}
          />
        )}
      </Suspense>
    </>
  );
}
