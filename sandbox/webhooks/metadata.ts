/**
 * The certificate library asks for the metadata half of the old decorator proposal when it is loaded. Nothing here brings it, and
 * four functions are all that is used, so they are supplied before the library is imported.
 */
const kept = new WeakMap<object, Map<unknown, unknown>>();

const own = (key: unknown, target: object): unknown => kept.get(target)?.get(key);

function inherited(key: unknown, target: object): unknown {
  for (let at: unknown = target; (typeof at === 'object' && at !== null) || typeof at === 'function'; at = Object.getPrototypeOf(at)) {
    const value = own(key, at);
    if (value !== undefined) return value;
  }
  return undefined;
}

function define(key: unknown, value: unknown, target: object): void {
  const metadata = kept.get(target) ?? new Map<unknown, unknown>();
  metadata.set(key, value);
  kept.set(target, metadata);
}

export function supplyMetadata(): void {
  if ('getMetadata' in Reflect) return;
  Object.assign(Reflect, {
    getMetadata: inherited,
    getOwnMetadata: own,
    defineMetadata: define,
    metadata: (key: unknown, value: unknown) => (target: object) => {
      define(key, value, target);
    },
  });
}
