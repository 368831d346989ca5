/** Whether a key press belongs to the page and not to a field, a dialog or a menu. Single letters work only then (WCAG 2.1.4). */
export function isForPage(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false;
  const target = event.target instanceof Element ? event.target : document.body;
  if (
    target.closest('input, textarea, select, [contenteditable=true], [role=combobox], [role=dialog], [role=menu], [role=listbox]') !== null
  )
    return false;
  return document.querySelector('[role=dialog][aria-modal=true], [role=alertdialog]') === null;
}

/** Where a movement key leads from row `at`; undefined for keys that do not move. */
export function moveBy(key: string, at: number, count: number, pageRows: number): number | undefined {
  const to = {
    j: at + 1,
    ArrowDown: at + 1,
    k: at - 1,
    ArrowUp: at - 1,
    PageDown: at + pageRows,
    PageUp: at - pageRows,
    Home: 0,
    End: count - 1,
  }[key.length === 1 ? key.toLowerCase() : key];
  return to === undefined ? undefined : Math.max(0, Math.min(count - 1, to));
}

/** `-impact` -> field and direction. */
export const readSort = (sort: string | undefined) =>
  sort === undefined
    ? undefined
    : { field: sort.replace(/^-/, ''), direction: sort.startsWith('-') ? ('descending' as const) : ('ascending' as const) };

/** One click cycles ascending, descending, none. */
export function nextSort(current: string | undefined, field: string): string | undefined {
  if (current === field) return `-${field}`;
  return current === `-${field}` ? undefined : field;
}

/** Whether nothing that takes keys has the focus: the page itself, its heading, or the panel beside the list. */
export function isFree(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : document.body;
  if (target.closest('a, button') !== null || !isForPage(event)) return false;
  return ['BODY', 'H1', 'MAIN'].includes(target.tagName) || target.closest('[role=complementary]') !== null;
}
