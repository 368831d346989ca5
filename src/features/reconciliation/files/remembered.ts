const most = 10_000;

/** Remembers what a pure function made of a text: columns have few different values, and each of them many times. */
export function remembered<T>(make: (text: string) => T): (text: string) => T {
  const known = new Map<string, { readonly value: T }>();
  return (text) => {
    let made = known.get(text);
    if (made === undefined) {
      made = { value: make(text) };
      if (known.size >= most) known.clear();
      known.set(text, made);
    }
    return made.value;
  };
}

/** Remembers what a pure function made of a thing, for as long as the thing is there. Only for things that change no more. */
export function rememberedFor<Key extends object, T>(make: (key: Key) => T): (key: Key) => T {
  const known = new WeakMap<Key, { readonly value: T }>();
  return (key) => {
    let made = known.get(key);
    if (made === undefined) known.set(key, (made = { value: make(key) }));
    return made.value;
  };
}
