import { useState } from 'react';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { renderPage } from '../test/render.tsx';
import { FormDialog } from './form-dialog.tsx';

function WithDialog() {
  const [isOpen, setOpen] = useState(false);
  const close = () => {
    setOpen(false);
  };
  return (
    <>
      <button
        type="button"
        onClick={() => {
          setOpen(true);
        }}
      >
        Add one
      </button>
      {isOpen && (
        <FormDialog title="One more" submit="Add" cancel="Cancel" isBusy={false} error={null} onSubmit={close} onClose={close}>
          <input aria-label="Name" />
        </FormDialog>
      )}
    </>
  );
}

test.each([
  ['Escape', () => userEvent.keyboard('{Escape}')],
  ['Cancel', () => page.getByRole('button', { name: 'Cancel' }).click()],
  ['its act', () => page.getByRole('button', { name: 'Add', exact: true }).click()],
])('a dialog that is left by %s gives the focus back to what opened it', async (_, leave) => {
  await renderPage(<WithDialog />);
  const opener = page.getByRole('button', { name: 'Add one' });
  await opener.click();
  await expect.element(page.getByRole('dialog')).toBeVisible();

  await leave();

  await expect.element(opener).toHaveFocus();
});
