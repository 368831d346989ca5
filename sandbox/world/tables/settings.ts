import type { Switches, SwitchName } from '../switches.ts';
import { Table } from '../table.ts';

/** A part of the switches that somebody turned. */
export type SwitchRow = { readonly id: SwitchName; readonly value: Switches[SwitchName] };

/** Up to which instant something that the calendar brings was done. `id` = name of the rule. */
export type CalendarRow = { readonly id: string; readonly doneAt: string };

/** Switches of the control API, and how far the calendar has come. Keys: `id` of the row as text. */
export const settingsTables = () => ({
  switches: new Table<SwitchRow>(),
  calendar: new Table<CalendarRow>(),
});
