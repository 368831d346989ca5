import { z } from 'zod';
import { defaultSwitches, type Switches, type SwitchName, switchGroups, turned } from '../world/switches.ts';
import { put, type World } from '../world/world.ts';
import { byControl, type ControlHandler, ok, refuse, withBody } from './call.ts';

export const switchNames = Object.keys(switchGroups) as readonly SwitchName[];

/** The members of a group with their types, whose descriptions say what they mean. */
export const membersOf = (name: SwitchName): (readonly [string, z.ZodType])[] => {
  const shape: Readonly<Record<string, z.ZodType>> = switchGroups[name].shape;
  return Object.entries(shape);
};

/** Turns a switch. Listeners hear `switches.changed` with the name, and `release` when held things are to go. */
export function turn<Name extends SwitchName>(
  world: World,
  name: Name,
  value: Switches[Name],
  more: Readonly<Record<string, string>> = {},
): void {
  world.apply({
    kind: 'switches.changed',
    actor: byControl,
    cause: 'control',
    about: { name, ...more },
    changes: [put('switches', { id: name, value })],
  });
}

export const showSwitch =
  (name: SwitchName): ControlHandler =>
  ({ stage }) =>
    ok(stage.world.switch(name));

/** GET /_control/switches: every group with its present values, its defaults and what its members mean. */
export const listSwitches: ControlHandler = ({ stage }) =>
  ok(
    Object.fromEntries(
      switchNames.map((name) => [
        name,
        {
          now: stage.world.switch(name),
          default: defaultSwitches[name],
          about: Object.fromEntries(membersOf(name).map(([member, type]) => [member, type.description ?? ''])),
        },
      ]),
    ),
  );

/** POST /_control/switches/{name}: turns members of one group; null sets a member back to its default. */
export const setSwitch: ControlHandler = (call) => {
  const name = switchNames.find((one) => one === call.params['name']);
  return name === undefined
    ? refuse(404, 'unknown_switch', `There is no switch ${call.params['name'] ?? ''}.`, { switches: switchNames })
    : turning(name)(call);
};

/** Some members of a group, as a person sends them: `null` sets one back. */
export const inputOf = (name: SwitchName): z.ZodObject<Record<string, z.ZodType>> =>
  z.strictObject(Object.fromEntries(membersOf(name).map(([member, type]) => [member, bare(type).nullable().optional()])));

/** Without its default, so that what is not sent stays as it is. */
export const bare = (type: z.ZodType): z.ZodType => (type instanceof z.ZodDefault ? (type.unwrap() as z.ZodType) : type);

/** A handler that turns the members sent of one group and answers the whole group. */
export const turning = (name: SwitchName): ControlHandler =>
  withBody(inputOf(name), (input, { stage }) => {
    turn(stage.world, name, turned(name, stage.world.switch(name), input));
    return ok(stage.world.switch(name));
  });

/** POST /_control/webhooks: the group `webhooks`; `release: true` sends what is held and sets the mode to deliver. */
export const setWebhooks = withBody(
  inputOf('webhooks').extend({ release: z.literal(true).optional() }),
  ({ release, ...input }, { stage }) => {
    const wanted = release === true ? { ...input, mode: 'deliver' } : input;
    turn(stage.world, 'webhooks', turned('webhooks', stage.world.switch('webhooks'), wanted), release === true ? { release: 'true' } : {});
    return ok(stage.world.switch('webhooks'));
  },
);
