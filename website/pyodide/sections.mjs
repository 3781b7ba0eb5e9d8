// Reads and writes the sections of a WebAssembly file. The build takes functions out of it, and the
// worker can put them back.
// https://webassembly.github.io/spec/core/binary/modules.html

export const CODE = 10;
export const NOTHING = Uint8Array.of(0, 0x00, 0x0b); // no variables, then "unreachable", then the end

// The whole file again. Where a function does nothing, its body is the next one of the rest.
/** @param {Uint8Array} binary @param {Uint8Array} rest */
export function withRest(binary, rest) {
  let at = 0;
  const whole = changed(binary, CODE, (body) => {
    if (!isNothing(body)) return body;
    const [length, from] = number(rest, at);
    at = from + length;
    return rest.subarray(from, at);
  });
  if (at !== rest.length) throw new Error("The rest belongs to another core.");
  return whole;
}

/** @param {Uint8Array} body */
export function isNothing(body) {
  return body.length === NOTHING.length && NOTHING.every((byte, i) => byte === body[i]);
}

// The same file, where `change` says for each entry of one section what becomes of it.
/**
 * @param {Uint8Array} binary
 * @param {number} id
 * @param {(entry: Uint8Array, index: number) => Uint8Array | undefined} change
 */
export function changed(binary, id, change) {
  const parts = [binary.subarray(0, 8)];
  for (const section of sections(binary)) {
    if (section.id === id) {
      const entries = [...entriesOf(binary, section)].map(change).flatMap((entry) => entry ?? []);
      const content = joined([unsigned(entries.length), ...(id === CODE ? sized(entries) : entries)]);
      parts.push(Uint8Array.of(id), unsigned(content.length), content);
    } else {
      parts.push(binary.subarray(section.start, section.to));
    }
  }
  return joined(parts);
}

/** @param {Uint8Array} binary @returns {Generator<Section>} */
export function* sections(binary) {
  for (let start = 8; start < binary.length; ) {
    const [size, from] = number(binary, start + 1);
    yield { id: binary[start], start, from, to: from + size };
    start = from + size;
  }
}

/** @param {Uint8Array} binary @param {Section} section */
export function* entriesOf(binary, section) {
  let [count, at] = number(binary, section.from);
  while (count--) {
    const [length, next] = number(binary, at);
    const from = section.id === CODE ? next : at;
    // An export is a name, a byte for its kind and a number.
    const to = section.id === CODE ? next + length : number(binary, next + length + 1)[1];
    yield binary.subarray(from, to);
    at = to;
  }
}

// Each with its length before it.
/** @param {Uint8Array[]} bodies */
export function sized(bodies) {
  return bodies.flatMap((body) => [unsigned(body.length), body]);
}

// Numbers are written in groups of seven bits, the lowest first (LEB128).
/** @param {Uint8Array} bytes @param {number} at @returns {[value: number, next: number]} */
export function number(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    if (at >= bytes.length) throw new Error("This WebAssembly was cut short.");
    const byte = bytes[at++];
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return [value, at];
  }
}

/** @param {number} value */
export function unsigned(value) {
  const bytes = [];
  for (; value > 0x7f; value >>>= 7) bytes.push((value & 0x7f) | 0x80);
  return Uint8Array.of(...bytes, value);
}

/** @param {Uint8Array[]} parts */
export function joined(parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
