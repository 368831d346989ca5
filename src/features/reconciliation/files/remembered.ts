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
