import { turn } from '../control/switches.ts';
import { type Switches, type SwitchName, turned } from '../world/switches.ts';
import type { World } from '../world/world.ts';

/** Turns a switch, for tests. */
export const setSwitch = <Name extends SwitchName>(world: World, name: Name, wanted: Partial<Switches[Name]>): void => {
  turn(world, name, turned(name, world.switch(name), wanted));
};
