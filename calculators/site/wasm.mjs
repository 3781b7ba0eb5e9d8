// Writes a WebAssembly file anew: with fewer exports, with marks of what runs, without what never ran.
// https://webassembly.github.io/spec/core/binary/modules.html

const EXPORTS = 7;
const CODE = 10;
const NOTHING = Uint8Array.of(0, 0x00, 0x0b); // no variables, then "unreachable", then the end

export function onlyExports(binary, names) {
  return changed(binary, EXPORTS, (entry) => {
    const [length, from] = number(entry, 0);
    const name = new TextDecoder().decode(entry.subarray(from, from + length));
    return names.has(name) ? entry : undefined;
  });
}

// Each function that runs sets its byte: that of the first one lies at this address of the memory.
export function marking(binary, address) {
  return changed(binary, CODE, (body, index) => {
    const start = afterVariables(body);
    const mark = [0x41, ...signed(address + index), 0x41, 1, 0x3a, 0, 0]; // i32.store8(address, 1)
    return joined([body.subarray(0, start), Uint8Array.from(mark), body.subarray(start)]);
  });
}

// A function without its mark stays, as others are called by their number, but it only gives up.
export function withoutIdle(binary, marks) {
  return changed(binary, CODE, (body, index) => (marks[index] ? body : NOTHING));
}

export function functions(binary) {
  const code = [...sections(binary)].find(({ id }) => id === CODE);
  return number(binary, code.from)[0];
}

// The same file, where `change` says for each entry of one section what becomes of it.
function changed(binary, id, change) {
  const parts = [binary.subarray(0, 8)];
  for (const section of sections(binary)) {
    if (section.id === id) {
      const entries = [...entriesOf(binary, section)].map(change).filter(Boolean);
      const sized = id === CODE ? entries.flatMap((body) => [unsigned(body.length), body]) : entries;
      const content = joined([unsigned(entries.length), ...sized]);
      parts.push(Uint8Array.of(id), unsigned(content.length), content);
    } else {
      parts.push(binary.subarray(section.start, section.to));
    }
  }
  return joined(parts);
}

function* sections(binary) {
  for (let start = 8; start < binary.length; ) {
    const [size, from] = number(binary, start + 1);
    yield { id: binary[start], start, from, to: from + size };
    start = from + size;
  }
}

function* entriesOf(binary, section) {
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

function afterVariables(body) {
  let [groups, at] = number(body, 0);
  while (groups--) at = number(body, at)[1] + 1; // how many, of which type
  return at;
}

// Numbers are written in groups of seven bits, the lowest first (LEB128).
function number(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return [value, at];
  }
}

function unsigned(value) {
  const bytes = [];
  for (; value > 0x7f; value >>>= 7) bytes.push((value & 0x7f) | 0x80);
  return Uint8Array.of(...bytes, value);
}

function signed(value) {
  const bytes = [];
  for (; value < -0x40 || value > 0x3f; value >>= 7) bytes.push((value & 0x7f) | 0x80);
  return [...bytes, value & 0x7f];
}

function joined(parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
