import { type KeyboardEvent as ReactKeyboardEvent, useEffect, useRef, useState } from 'react';
import { isForPage, isFree, moveBy } from './list-keys.ts';
import { idsOf, type ListTableProps, toggled } from './list-types.ts';
import { besideGap, type Place } from './row-place.ts';

/** One row is in the tab order; movement keys take the focus along, also to rows that are not drawn yet. */
export function useRowFocus<Row>(props: ListTableProps<Row>, box: React.RefObject<HTMLDivElement | null>, show: (index: number) => void) {
  const { rows, rowId, openId, onOpen, heading } = props;
  const ids = rows.map(rowId);
  const [at, setAt] = useState<{ readonly index: number; readonly id: string | undefined }>({ index: 0, id: undefined });
  // The row that the last key led to, until the focus has followed: quick typing goes on from there.
  const goingTo = useRef<string>(undefined);
  const known = at.id === undefined ? -1 : ids.indexOf(at.id);
  const current = known >= 0 ? known : Math.min(at.index, Math.max(0, rows.length - 1));
  const setCurrent = (index: number) => {
    setAt({ index, id: ids[index] });
  };
  const openAt = openId === undefined ? -1 : ids.indexOf(openId);
  // The row that the evidence shows, else the one that had the focus, among its neighbours: when it is decided and gone, J and K go on from
  // there, wherever a closing dialog put the focus.
  const anchor = openId ?? at.id;
  const place = useRef<Place>(undefined);
  useEffect(() => {
    if (anchor === undefined) place.current = undefined;
    else if (ids.includes(anchor)) place.current = { id: anchor, order: ids };
  });
  /** Where a movement starts: at the open row, else at the row with the focus, else beside the gap that one of them left. */
  const start = (key: string, focused: number | undefined): number => {
    if (openAt >= 0) return openAt;
    const { current: was } = place;
    const left = was === undefined || was.id !== anchor || ids.includes(was.id) ? undefined : besideGap(ids, was, key);
    return openId === undefined ? (focused ?? left ?? -1) : (left ?? focused ?? -1);
  };
  /** Takes the focus to the row that the last key led to; one that is not drawn yet is followed to when it is. */
  const follow = () => {
    if (goingTo.current === undefined) return;
    const drawn = box.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(goingTo.current)}"]`);
    drawn?.focus({ preventScroll: true });
    if (drawn !== null) goingTo.current = undefined;
  };
  useEffect(follow);
  /** Where that row stands now; rows may have come and gone since. */
  const goingAt = (): number | undefined => {
    const index = goingTo.current === undefined ? -1 : ids.indexOf(goingTo.current);
    if (index < 0) goingTo.current = undefined;
    return index < 0 ? undefined : index;
  };
  const goTo = (index: number) => {
    setCurrent(index);
    show(index);
    const row = rows[index];
    if (row === undefined) return;
    const id = rowId(row);
    goingTo.current = id;
    requestAnimationFrame(follow);
    if (openId !== undefined && openId !== id && heading?.(row) === undefined) onOpen?.(row);
  };
  /** The row of an element: what is drawn now decides, not what was when the last key came. */
  const rowAt = (element: Element): number | undefined => {
    const id = element.closest<HTMLElement>('[data-row]')?.dataset['row'];
    const index = id === undefined ? -1 : ids.indexOf(id);
    return index === -1 ? undefined : index;
  };
  /** Answers whether the key meant something here. A key that comes before the focus has followed is for the row it goes to. */
  const press = (key: string, focused: number | undefined): boolean => {
    const going = goingAt();
    const here = going ?? focused;
    const to = moveBy(key, going ?? start(key, focused), rows.length, 10);
    if (rows.length > 0 && to !== undefined) {
      goTo(to);
      return true;
    }
    const row = here === undefined ? undefined : rows[here];
    return row !== undefined && actOn(props, row, key);
  };
  const onKeyDown = (event: ReactKeyboardEvent) => {
    const target = event.target as Element; // key presses land on elements
    const onRow = target.hasAttribute('data-row');
    if (!isForPage(event.nativeEvent) || (!onRow && (event.key === 'Enter' || event.key === ' '))) return;
    if (press(event.key, rowAt(target))) event.preventDefault();
  };
  useEffect(() => {
    // From the page itself (nothing focused) J and K enter the list.
    const listen = (event: KeyboardEvent) => {
      const isMeant = ['j', 'k'].includes(event.key.toLowerCase()) || goingTo.current !== undefined;
      if (isMeant && isFree(event) && press(event.key, undefined)) event.preventDefault();
    };
    document.addEventListener('keydown', listen);
    return () => {
      document.removeEventListener('keydown', listen);
    };
  });
  return { current, setCurrent, onKeyDown };
}

/** What Enter, Space or X (where it is no letter of the list's own), and the list's own letters do with the row that has the focus. */
function actOn<Row>(props: ListTableProps<Row>, row: Row, key: string): boolean {
  const { onOpen, selected, onSelect, keys } = props;
  if (key === 'Enter' && onOpen !== undefined) {
    onOpen(row);
    return true;
  }
  const own = keys?.[key.toLowerCase()];
  const isSelect = key === ' ' || (key === 'x' && own === undefined);
  if (isSelect && selected !== undefined && onSelect !== undefined) {
    onSelect(toggled(selected, idsOf(props, row)));
    return true;
  }
  own?.(row);
  return own !== undefined;
}
