import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { renderPage } from '../test/render.tsx';
import { useToast } from './toasts.tsx';

function Sayer() {
  const say = useToast();
  return (
    <button
      type="button"
      onClick={() => {
        say('Mapped Contoso.', () => undefined);
      }}
    >
      Say
    </button>
  );
}

test('the tab key goes through the Undo of toasts and out again, both ways', async () => {
  await renderPage(<Sayer />);
  const say = page.getByRole('button', { name: 'Say' });
  await say.click();
  await say.click();
  const undo = page.getByRole('button', { name: 'Undo' });
  await expect.poll(() => undo.elements().length).toBe(2);

  await userEvent.tab();
  await expect.element(undo.nth(0)).toHaveFocus();
  await userEvent.tab();
  await expect.element(undo.nth(1)).toHaveFocus();
  await userEvent.tab();
  expect(undo.elements()).not.toContain(document.activeElement);
  undo.nth(0).element().focus();
  await userEvent.tab({ shift: true });

  await expect.element(say).toHaveFocus();
});
