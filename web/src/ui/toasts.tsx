import { Link, Toast, Toaster, ToastTitle, ToastTrigger, useToastController } from '@fluentui/react-components';
import { useCallback } from 'react';

const toasterId = 'concord';

/** Where toasts appear; once, around everything. */
export const Toasts = () => <Toaster toasterId={toasterId} position="bottom-end" pauseOnHover pauseOnWindowBlur limit={3} />;

/** A short confirmation, with Undo where there is one. Never for errors: those stay on the page. */
export function useToast(): (text: string, undo?: () => void) => void {
  const { dispatchToast } = useToastController(toasterId);
  return useCallback(
    (text, undo) => {
      const action =
        undo === undefined ? undefined : (
          <ToastTrigger>
            <Link as="button" onClick={undo}>
              Undo
            </Link>
          </ToastTrigger>
        );
      dispatchToast(
        <Toast>
          <ToastTitle {...(action !== undefined && { action })}>{text}</ToastTitle>
        </Toast>,
        { intent: 'success', timeout: undo === undefined ? 5_000 : 10_000, politeness: 'polite' },
      );
    },
    [dispatchToast],
  );
}
