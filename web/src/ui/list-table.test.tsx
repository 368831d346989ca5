import { useState } from 'react';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { axeViolations } from '../test/axe.ts';
import { renderPage } from '../test/render.tsx';
import { ListTable } from './list-table.tsx';
import type { Column } from './list-types.ts';

type Row = { readonly id: string; readonly name: string; readonly seats: number };
const rows: Row[] = Array.from({ length: 5_000 }, (_, index) => ({ id: `row-${index}`, name: `Customer ${index}`, seats: index }));
const columns: Column<Row>[] = [
  { id: 'name', title: 'Name', grow: 3, min: 160, sort: 'name', card: 'heading', cell: (row) => row.name },
  { id: 'seats', title: 'Seats', grow: 1, min: 80, align: 'end', cell: (row) => row.seats },
];

function Sample() {
  const [sort, setSort] = useState<string>();
  const [open, setOpen] = useState<string>();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  return (
    <div style={{ display: 'flex', flexDirection: 'column', height: 600, flex: 1, minWidth: 0 }}>
      <h1>Sample</h1>
      <p>{`sort ${sort ?? 'none'}, open ${open ?? 'none'}, selected ${selected.size}`}</p>
      <ListTable
        label="Customers"
        rows={rows}
        columns={columns}
        rowId={(row) => row.id}
        rowName={(row) => row.name}
        total={rows.length}
        sort={sort}
        onSort={setSort}
        openId={open}
        onOpen={(row) => {
          setOpen(row.id);
        }}
        selected={selected}
        onSelect={setSelected}
      />
    </div>
  );
}

test('five thousand rows draw only what is seen, and say how many there are', async () => {
  await renderPage(<Sample />);

  await expect.element(page.getByText('Customer 3', { exact: true })).toBeVisible();

  expect(document.querySelectorAll('[data-row]').length).toBeLessThan(60);
  expect(document.querySelector('[role=grid]')?.getAttribute('aria-rowcount')).toBe('5001');
});

test('J and K walk the rows, X selects, Enter opens, and the open one follows the focus', async () => {
  await renderPage(<Sample />);
  await expect.element(page.getByText('Customer 3', { exact: true })).toBeVisible();

  await userEvent.keyboard('j');
  await expect.poll(() => document.activeElement?.getAttribute('data-row')).toBe('row-0');
  await userEvent.keyboard('j');
  await expect.poll(() => document.activeElement?.getAttribute('data-row')).toBe('row-1');
  await userEvent.keyboard('x');
  await expect.element(page.getByText(/selected 1/)).toBeVisible();
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByText(/open row-1/)).toBeVisible();
  await userEvent.keyboard('k');
  await expect.element(page.getByText(/open row-0/)).toBeVisible();
});

test('End reaches the last row although it was never drawn before', async () => {
  await renderPage(<Sample />);
  await expect.element(page.getByText('Customer 3', { exact: true })).toBeVisible();

  await userEvent.keyboard('j');
  await expect.poll(() => document.activeElement?.getAttribute('data-row')).toBe('row-0');
  await userEvent.keyboard('{End}');

  await expect.poll(() => document.activeElement?.getAttribute('data-row')).toBe('row-4999');
});

test('a heading cycles ascending, descending, none', async () => {
  await renderPage(<Sample />);
  const heading = page.getByRole('button', { name: 'Name' });

  await heading.click();
  await expect.element(page.getByText(/sort name/)).toBeVisible();
  await heading.click();
  await expect.element(page.getByText(/sort -name/)).toBeVisible();
  await heading.click();
  await expect.element(page.getByText(/sort none/)).toBeVisible();
});

test.each([
  ['light', 1280],
  ['dark', 1280],
  ['light', 390],
  ['dark', 390],
] as const)('a list is accessible, %s at %i px', async (theme, width) => {
  await renderPage(<Sample />, { theme, width });
  await expect.element(page.getByText('Customer 3', { exact: true })).toBeVisible();

  expect(await axeViolations()).toEqual([]);
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
});

function Headed() {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [opened, setOpened] = useState('');
  const few = [
    { id: 'north', name: 'North', seats: 0 },
    ...rows.slice(0, 2),
    { id: 'south', name: 'South', seats: 0 },
    ...rows.slice(2, 3),
  ];
  const below: Readonly<Record<string, string[]>> = { north: ['row-0', 'row-1'], south: ['row-2'] };
  return (
    <div style={{ display: 'flex', flexDirection: 'column', height: 600, flex: 1, minWidth: 0 }}>
      <h1>Sample</h1>
      <p>{`opened ${opened}, selected ${[...selected].join(' ')}`}</p>
      <ListTable
        label="Customers"
        rows={few}
        columns={columns}
        rowId={(row) => row.id}
        rowName={(row) => row.name}
        heading={(row) => (row.id in below ? <strong>{row.name}</strong> : undefined)}
        selects={(row) => below[row.id] ?? [row.id]}
        selected={selected}
        onSelect={setSelected}
        onOpen={(row) => {
          setOpened(row.id);
        }}
      />
    </div>
  );
}

test('a heading takes the whole width; selecting it selects the rows below it, and the box for all counts rows only', async () => {
  await renderPage(<Headed />);

  await userEvent.keyboard('j');
  await expect.poll(() => document.activeElement?.getAttribute('data-row')).toBe('north');
  await userEvent.keyboard('x');
  await expect.element(page.getByText('opened , selected row-0 row-1')).toBeVisible();
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByText('opened north, selected row-0 row-1')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Select all loaded rows' }).click();

  await expect.element(page.getByText('opened north, selected row-0 row-1 row-2')).toBeVisible();
  expect(page.getByRole('row', { name: 'North' }).getByRole('checkbox').elements()).toEqual([]);
  expect(await axeViolations()).toEqual([]);
});

function Working() {
  const [shown, setShown] = useState(['b', 'c', 'd']);
  const [open, setOpen] = useState<string>();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  return (
    <div style={{ display: 'flex', flexDirection: 'column', height: 600, flex: 1, minWidth: 0 }}>
      <h1>Sample</h1>
      <p>{`open ${open ?? 'none'}, selected ${[...selected].join(' ')}`}</p>
      <ListTable
        label="Customers"
        rows={shown.map((id) => ({ id, name: id, seats: 0 }))}
        columns={columns}
        rowId={(row) => row.id}
        rowName={(row) => row.name}
        selected={selected}
        onSelect={setSelected}
        openId={open}
        onOpen={(row) => {
          setOpen(row.id);
        }}
        keys={{
          // Decided, and at the same moment two others are found that stand above.
          d: ({ id }) => {
            setShown(['x', 'y', ...shown.filter((each) => each !== id)]);
          },
        }}
      />
    </div>
  );
}

test('rows that come above while one is decided do not lead back to what was selected', async () => {
  await renderPage(<Working />);

  await userEvent.keyboard('j{Enter}');
  await expect.element(page.getByText('open b, selected')).toBeVisible();
  await userEvent.keyboard('x');
  await userEvent.keyboard('j');
  await expect.element(page.getByText('open c, selected b')).toBeVisible();
  await userEvent.keyboard('d');
  await expect.element(page.getByRole('row', { name: 'Select y y 0' })).toBeVisible();
  await userEvent.keyboard('j');
  await expect.element(page.getByText('open d, selected b')).toBeVisible();
  await userEvent.keyboard('x');

  await expect.element(page.getByText('open d, selected b d')).toBeVisible();
});
